// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The input is a sequence of requests, with `---` on a line between them. `{epoch}` in it stands
// for the store's epoch, so that a request can name entity tags: If-Match: "{epoch}-1"
#include <human_support/detail/http_fields.hpp>
#include <human_support/endpoint.hpp>
#include <human_support/memory_repository.hpp>

#include "fuzz/fuzzer.hpp"
#include "fuzz/limits.hpp"
#include "fuzz/request_text.hpp"
#include "fuzz/response_contract.hpp"
#include "support/recorded_endpoint.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// All that a store holds.
struct Contents {
    Revision last_revision;
    std::vector<SettingsRecord> records;

    friend bool operator==(Contents const&, Contents const&) = default;
};

/// A host over an empty store, with a clock and ids that count up.
class Host {
public:
    Host()
        : service_(store_, clock_and_ids(), options()), endpoint_(service_, endpoint_options()) {}

    [[nodiscard]] std::string epoch_text() { return fmt::format("{:x}", epoch()); }

    /// Sends the request, as a caller whom the host knows where nothing else is said, and checks
    /// the answer and what became of the store.
    void check(Request const& request) {
        auto const before = contents();
        auto const response = send(request);
        auto const after = contents();
        response_contract::check(request, response);
        bool const success = response.status == 200 || response.status == 201;
        bool const safe = request.method == "GET" || request.method == "HEAD";
        require(before == after || (success && !safe), "reading and failing change nothing");
        if (request.method == "HEAD") {
            check_head(request, response);
        }
        check_entity_tag(request, response, after);
        if (success) {
            check_preconditions(request, before, after);
            check_outcome(request, response, before, after);
        }
        for (auto const& record : after.records) {
            require(is_within(record.settings, small_limits), "what is stored is within limits");
        }
    }

private:
    static Caller caller_of(std::string_view account) {
        return {AccountId::parse(account).value(), "actor"};
    }

    ClockAndIds clock_and_ids() {
        return {[this] { return Timestamp(std::chrono::milliseconds(++ticks_)); },
                [this] {
                    boost::uuids::uuid id{};
                    *id.begin() = static_cast<std::uint8_t>(++ids_);
                    return id;
                }};
    }

    static ServiceOptions options() {
        return {[](ChatbotId const&) { return blank_settings(); }, small_limits};
    }

    static EndpointOptions endpoint_options() {
        EndpointOptions options;
        options.authenticate = [](std::string_view token, std::string_view) -> Result<Caller> {
            if (token == "acme" || token == "elsewhere") {
                return caller_of(token);
            }
            return token == "locked" ? Errc::forbidden
                   : token == "down" ? Errc::storage_failed
                                     : Errc::unauthenticated;
        };
        return options;
    }

    Epoch epoch() { return store_.changes(std::nullopt, 0).value().mark.epoch; }

    Contents contents() {
        Contents contents{store_.changes(std::nullopt, 0).value().mark.revision, {}};
        auto const page = store_.list({.limit = max_page_size}).value();
        for (auto const& record : page.records) {
            contents.records.push_back(*record);
        }
        return contents;
    }

    Response send(Request const& request) {
        return request.authorization.empty() ? endpoint_.handle(request, caller_of("acme"))
                                             : endpoint_.handle(request);
    }

    void check_head(Request request, Response const& response) {
        request.method = "GET";
        auto const get = send(request);
        require(get.status == response.status && get.headers == response.headers,
                "HEAD answers as GET does");
    }

    static SettingsRecord const* find(Contents const& contents, std::string_view chatbot_id) {
        auto const found =
            std::find_if(contents.records.begin(), contents.records.end(),
                         [&](auto const& record) { return record.chatbot_id.str() == chatbot_id; });
        return found == contents.records.end() ? nullptr : &*found;
    }

    /// Whether a field's value is `*`, which white space may surround.
    static bool is_star(std::string_view field) {
        auto const star = field.find('*');
        return star != std::string_view::npos && field.find_first_not_of(" \t") == star &&
               field.find_last_not_of(" \t") == star;
    }

    void check_preconditions(Request const& request, Contents const& before,
                             Contents const& after) {
        auto const* record = find(before, request.chatbot_id);
        bool const matches =
            record != nullptr &&
            (is_star(request.if_match) || request.if_match.find(detail::entity_tag(
                                              epoch(), record->revision)) != std::string::npos);
        // A client that lost the answer to a PATCH sends it again with a tag that is none any more.
        bool const done_already =
            request.method == "PATCH" && !request.if_match.empty() && before == after;
        require(request.if_match.empty() || matches || done_already, "If-Match is heeded");
        require(!is_star(request.if_none_match) || record == nullptr || done_already,
                "If-None-Match is heeded");
    }

    /// Whether the record is of the account that the request was let in for.
    static bool is_own(Request const& request, SettingsRecord const& record) {
        auto const* account = request.authorization.ends_with("elsewhere") ? "elsewhere" : "acme";
        return record.account_id.str() == account;
    }

    void check_entity_tag(Request const& request, Response const& response, Contents const& after) {
        auto const* record = find(after, request.chatbot_id);
        if (auto const* tag = response.header("ETag")) {
            require(record != nullptr && *tag == detail::entity_tag(epoch(), record->revision),
                    "an entity tag is that of the record's revision");
            require(is_own(request, *record), "another account's entity tag is not shown");
        }
    }

    static void check_outcome(Request const& request, Response const& response,
                              Contents const& before, Contents const& after) {
        auto const* was = find(before, request.chatbot_id);
        auto const* is = find(after, request.chatbot_id);
        require((was != nullptr) == (request.method != "POST"), "only POST finds nothing there");
        require((is != nullptr) == (request.method != "DELETE"), "only DELETE leaves nothing");
        require(is_own(request, was != nullptr ? *was : *is),
                "another account's record is not touched");
        if (is == nullptr) {
            return;
        }
        require(response.header("ETag") != nullptr, "what is there has an entity tag");
        require(was == nullptr || was->settings != is->settings || *was == *is,
                "a change that changes nothing writes nothing");
        if (request.method != "HEAD") {
            auto const envelope = boost::json::parse(response.body);
            require(boost::json::serialize(envelope.at("data")) ==
                        boost::json::serialize(to_response_json(*is)),
                    "the answer shows what is stored");
        }
    }

    MemoryRepository store_;
    int ticks_ = 0;
    int ids_ = 0;
    SettingsService service_;
    RecordedEndpoint endpoint_;
};

/// `input` with the epoch put in wherever it is asked for.
std::string with_epoch(std::string_view input, std::string_view epoch) {
    constexpr std::string_view place = "{epoch}";
    std::string text(input);
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at)) {
        text.replace(at, place.size(), epoch);
    }
    return text;
}

} // namespace

void check_input(std::string_view input) {
    Host host;
    auto const text = with_epoch(input, host.epoch_text());
    for (std::string_view rest = text; !rest.empty();) {
        auto const request_text = take_until("\n---\n", rest);
        host.check(parse_request(request_text));
    }
}
