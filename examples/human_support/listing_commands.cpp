// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "json_text.hpp"
#include "output.hpp"
#include "session.hpp"
#include "stop_signal.hpp"
#include "terminal.hpp"

#include <human_support/settings_json.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace program {

namespace {

using human_support::max_page_size;

/// Prints the records that `request` names, however many pages they take; its limit is set here.
void print_records(human_support::SettingsRepository& repository,
                   human_support::PageRequest request, std::size_t limit) {
    while (limit > 0) {
        request.limit = std::min(limit, max_page_size);
        auto const page = require(repository.list(request));
        for (auto const& record : page.records) {
            print_line(for_terminal(to_json_text(*record)));
        }
        if (!page.next) {
            return;
        }
        request.after = page.next;
        limit -= page.records.size();
    }
}

std::string line_of(human_support::FeedChange const& change) {
    if (change.record) {
        return for_terminal(to_json_text(*change.record));
    }
    return one_line({{human_support::record_members::chatbot_id, change.chatbot_id.str()},
                     {human_support::record_members::revision, change.revision},
                     {"erased", true}});
}

} // namespace

ExitCode run_list(Arguments const& arguments) {
    human_support::PageRequest request;
    if (arguments.after_chatbot_id) {
        request.after = require(human_support::ChatbotId::parse(*arguments.after_chatbot_id));
    }
    Session session(arguments, Use::read);
    request.account_id = session.caller().account_id;
    print_records(session.repository(), std::move(request), arguments.limit);
    return ExitCode::done;
}

ExitCode run_export(Arguments const& arguments) {
    Session session(arguments, Use::read);
    print_records(session.repository(), {}, arguments.limit);
    return ExitCode::done;
}

ExitCode run_changes(Arguments const& arguments) {
    constexpr std::chrono::milliseconds between_looks{250};
    Session session(arguments, Use::read);
    if (arguments.follow) {
        listen_for_stop_signals();
    }
    auto mark = require(session.repository().changes(std::nullopt, 0)).mark;
    mark.revision = arguments.after_revision;
    std::size_t limit = arguments.limit;
    while (limit > 0 && !stop_requested()) {
        auto const page =
            require(session.repository().changes(mark, std::min(limit, max_page_size)));
        for (auto const& change : page.changes) {
            print_line(line_of(change));
            if (arguments.follow) {
                flush_output();
            }
        }
        mark = page.mark;
        limit -= page.changes.size();
        if (page.changes.empty()) {
            if (!arguments.follow) {
                break;
            }
            if (wait_for_end_of_reader(between_looks)) {
                fail_without_reader();
            }
        }
    }
    return ExitCode::done;
}

} // namespace program
