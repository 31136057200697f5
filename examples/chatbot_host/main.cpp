// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A chatbot server that embeds the library: the settings by HTTP, a chat for visitors, and a page.
#include "../storage.hpp"

#include <human_support/human_support.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/ranges.h>
#include <httplib.h>

#include <csignal>

using namespace human_support;

namespace {

using Accounts = std::map<std::string, AccountId>; // of tokens or of chatbots

httplib::Server server;
std::array<std::atomic<std::uint64_t>, 600> answers{}; // how many, by status

Accounts accounts(std::vector<std::string> const& options) {
    Accounts accounts;
    for (auto const& option : options) {
        auto const split = option.rfind('='); // a token may have some, an account has none
        auto const account = AccountId::parse(option.substr(split + 1));
        if (split == 0 || split == option.npos || !account) {
            throw std::runtime_error("--token and --chatbot need a text like NAME=ACCOUNT");
        }
        accounts.emplace(option.substr(0, split), *account);
    }
    return accounts;
}

Result<Caller> find_caller(Accounts const& tokens, Accounts const& chatbots, std::string_view sent,
                           std::string_view chatbot_id) {
    for (auto const& [token, account] : tokens) {
        if (is_same_token(token, sent)) {
            auto const chatbot = chatbots.find(std::string(chatbot_id));
            bool const is_foreign = chatbot != chatbots.end() && chatbot->second != account;
            return is_foreign ? Result<Caller>(Errc::forbidden)
                              : Caller{account, "a token of " + account.str()};
        }
    }
    return Errc::unauthenticated;
}

/// The visitors' side: a chatbot that has one answer, but can call a human. Thread-safe.
struct Chat {
    SettingsCache const& cache;
    std::mutex mutex{};
    std::set<std::string> asked{}; // the conversations; a real host keeps them in its storage

    /// Answers `{"text":"…","conversation":"…"}`, with `"kind":"request_human"` or that of another
    /// button if the visitor pressed one.
    Response answer(std::string_view chatbot_id, std::string_view body) {
        using enum ConversationState;
        using Texts = std::map<std::string, std::string>;
        auto const texts = boost::json::try_value_to<Texts>(parse_json(body).value_or(nullptr));
        auto message = texts ? *texts : Texts();
        auto const chatbot = ChatbotId::parse(chatbot_id);
        if (!chatbot || !message.contains("text") || message["text"].size() > 4000 ||
            !message.contains("conversation") || message["conversation"].size() > 128) {
            auto const* how = R"(Send {"text":"…","conversation":"…"}, up to 4,000 and 128 bytes.)";
            return json_response(400, failure_envelope("invalid_argument", how));
        }
        // Memory first. If storage fails, the visitor gets an answer, but no buttons of ours.
        auto const record = cache.find_cached(*chatbot).value_or(CachedRecord()).record;
        auto const conversation = chatbot->str() + ' ' + message["conversation"];
        std::lock_guard<std::mutex> const lock(mutex); // or two presses at once send two emails
        auto state = asked.contains(conversation) ? human_requested : human_not_requested;
        bool const says_human = message["text"].find("human") != std::string::npos;
        std::string reply = "I am only an example, so this is all that I can say.";
        if (message["kind"].empty() ? says_human : message["kind"] == "request_human") {
            reply = "Sorry, there is nobody here whom I could call.";
            if (auto const request = request_human(record, {}, state)) {
                reply = request->confirmation_message;
                state = human_requested;
                asked.insert(conversation);
                if (asked.size() > 100'000) {
                    asked.erase(asked.begin());
                }
                if (request->audience != EmailAudience::nobody) {
                    auto const whom = fmt::format("{}", fmt::join(request->recipients, ", "));
                    fmt::print("Email to {}: a visitor of {} asks for a human.\n",
                               whom.empty() ? "the owner" : whom, chatbot->str());
                }
            }
        } else if (message["kind"] == "positive_feedback") {
            reply = "You are welcome!";
        }
        std::vector<std::string> const suggestions{"Where is my order?", "When are you open?"};
        auto const buttons = to_json(quick_replies(record, {}, state, suggestions));
        return json_response(200, {{"reply", reply},
                                   {"quickReplies", buttons},
                                   {"humanRequested", state == human_requested}});
    }
};

void send(Response const& from, httplib::Response& to) {
    to.status = from.status;
    to.body = from.body;
    for (auto const& header : from.headers) {
        to.set_header(header.name.c_str(), header.value);
    }
}

/// The values of a header field, joined as RFC 9110 (section 5.3) says.
std::string field(httplib::Request const& request, char const* name) {
    std::string all;
    for (auto [line, end] = request.headers.equal_range(name); line != end; ++line) {
        all += (all.empty() ? "" : ", ") + line->second;
    }
    return all;
}

void add_api(Endpoint& endpoint, Chat& chat) {
    auto const settings = [&](httplib::Request const& request, httplib::Response& response) {
        auto const method = request.method == "HEAD" ? "GET" : request.method;
        send(endpoint.handle({method, request.matches[1].str(), field(request, "Authorization"),
                              field(request, "Content-Type"), field(request, "If-Match"),
                              field(request, "If-None-Match"), request.body}),
             response); // of an answer to HEAD, the server leaves the body out
    };
    std::string const chatbot = "(?:/api)?/v1/chatbots/chatbot/([^/]+)/";
    auto const path = chatbot + "human-support-settings";
    server.Get(path, settings).Post(path, settings).Patch(path, settings).Delete(path, settings);
    server.Put(path, settings).Options(path, settings); // which the endpoint answers with 405
    server.Post(chatbot + "messages", [&](auto const& request, auto& response) {
        send(chat.answer(request.matches[1].str(), request.body), response);
    });
}

std::string content_of(char const* file) {
    std::ifstream in(file, std::ios::binary);
    in.exceptions(std::ios::failbit);
    return {std::istreambuf_iterator<char>(in), {}};
}

void add_pages(examples::Storage const& storage, SettingsCache const& cache) {
    auto const show = [](char const* path, char const* type, auto text) {
        server.Get(path, [=](auto const&, auto& response) { response.set_content(text(), type); });
    };
    show("/", "text/html; charset=utf-8", [] { return content_of(CHATBOT_HOST_PAGE); });
    show("/openapi.yaml", "application/yaml", [] { return content_of(CHATBOT_HOST_OPENAPI); });
    show("/healthz", "text/plain", [&] {
        examples::repository_of(storage).changes(std::nullopt, 0).value();
        return "ok\n";
    });
    show("/metrics", "text/plain; version=0.0.4", [&] { // Prometheus's text format
        std::string text = "# TYPE http_answers_total counter\n";
        for (std::size_t status = 0; status < answers.size(); ++status) {
            if (auto const count = answers[status].load(); count > 0) {
                text += fmt::format("http_answers_total{{status=\"{}\"}} {}\n", status, count);
            }
        }
        auto const add = [&](std::string_view name, auto value) {
            auto const* type = name.ends_with("_total") ? "counter" : "gauge";
            text += fmt::format("# TYPE {0} {1}\n{0} {2}\n", name, type, value);
        };
        std::visit([&](auto& engine) { for_each_counter(engine->counters(), add); }, storage);
        for_each_counter(cache.counters(), add);
        return text;
    });
}

/// What holds for all answers.
void set_rules() {
    server.set_payload_max_length(1 << 20); // the endpoint has a lower limit
    server.set_tcp_nodelay(true);           // or a client waits for 40 ms now and then
#ifndef _WIN32
    server.set_socket_options([](socket_t socket) { // not SO_REUSEPORT, with which two could listen
        int const yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
#endif
    // Compressed or cut, an answer would not be the one that its strong entity tag names.
    server.set_pre_routing_handler([](httplib::Request const& request, auto&) {
        const_cast<httplib::Request&>(request).headers.erase("Accept-Encoding");
        const_cast<httplib::Request&>(request).ranges.clear();
        return httplib::Server::HandlerResponse::Unhandled;
    });
    server.set_error_handler([](httplib::Request const& request, httplib::Response& response) {
        std::regex const methods("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS");
        bool const is_known = request.version.empty() || std::regex_match(request.method, methods);
        response.status = is_known ? response.status : 501;
        if (response.body.empty()) { // else the endpoint has answered
            auto const* code = response.status == 404 ? "not_found" : "bad_request";
            auto const* message = "This server has no answer to such a request.";
            send(json_response(response.status, failure_envelope(code, message)), response);
        }
    });
    server.set_post_routing_handler([](auto const& request, httplib::Response& response) {
        response.headers.erase("Accept-Ranges");
        response.headers.erase("EXCEPTION_WHAT"); // which concerns nobody outside
        if (response.status == 304) {
            response.headers.erase("Content-Length"); // of a body that it does not have
        }
        ++answers.at(static_cast<std::size_t>(response.status));
        auto line = fmt::format("{} {:.200} {}", request.method, request.path, response.status);
        std::ranges::replace_if(
            line, [](char c) { return c < ' ' || c > '~'; }, '?');
        fmt::print("{}\n", line);
    });
}

} // namespace

int main(int argc, char** argv) try {
    std::string db = "chatbot_host.db";
    std::string address = "127.0.0.1";
    int port = 8080;
    std::vector<std::string> tokens{"demo=demo"}, chatbots;
    CLI::App options("A chatbot server that embeds human-support, with a page.");
    options.add_option("--db", db, "The settings: an SQLite file or postgresql://…")
        ->capture_default_str();
    options.add_option("--address", address, "Where to listen")->capture_default_str();
    options.add_option("--port", port, "0 picks a free one")->capture_default_str();
    options.add_option("--token", tokens, "TOKEN=ACCOUNT: lets an account in; may be repeated");
    options.add_option("--chatbot", chatbots, "CHATBOT=ACCOUNT: keeps others out; may be repeated");
    CLI11_PARSE(options, argc, argv);

    auto const storage = examples::open_storage(db).value();
    SettingsCache cache(examples::repository_of(storage));
    SettingsService service(cache, system_clock_and_ids());
    auto const authenticate = std::bind_front(find_caller, accounts(tokens), accounts(chatbots));
    Endpoint endpoint(service, {.authenticate = authenticate});
    Chat chat{cache};
    set_rules();
    add_api(endpoint, chat);
    add_pages(storage, cache);
    if (port == 0 ? (port = server.bind_to_any_port(address)) < 0
                  : !server.bind_to_port(address, port)) {
        throw std::runtime_error("cannot listen on " + address + "; choose another --port");
    }
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); // each line shows at once
    server.new_task_queue = [&] { // it listens: from now on, closing its socket ends it
        std::signal(SIGINT, [](int) { server.stop(); });
        std::signal(SIGTERM, [](int) { server.stop(); });
        fmt::print("Listening on http://{}:{}/\n", address, port);
        return new httplib::ThreadPool(32);
    };
    return server.listen_after_bind() ? 0 : 1;
} catch (std::exception const& error) {
    fmt::print(stderr, "chatbot_host: {}\n", error.what());
    return 1;
}
