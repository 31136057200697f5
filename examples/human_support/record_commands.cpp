// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "output.hpp"
#include "patch_reading.hpp"
#include "session.hpp"

#include <human_support/envelope.hpp>
#include <human_support/settings_json.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace program {

namespace {

using human_support::AccountId;
using human_support::ChatbotId;
using human_support::Errc;

/// What a command on one record did.
struct Answer {
    std::string_view verb;
    human_support::SettingsRecordPtr record; ///< null once it is erased
    human_support::Revision revision;
};

/// Returns the value of `result`, which the service answered about the chatbot.
template <class T>
T require_own(Session const& session, ChatbotId const& chatbot_id,
              human_support::Result<T> result) {
    if (result == Errc::not_found || result == Errc::already_exists) {
        if (auto const sentence = session.other_owner(chatbot_id)) {
            throw Failure({result.error().code(), *sentence});
        }
    }
    return require(std::move(result));
}

/// Runs `operation`, which returns an `Answer`, and prints the envelope that the API would send,
/// with the revision beside the data.
template <class Operation>
ExitCode print_answer_of(Operation const& operation) {
    try {
        Answer const answer = operation();
        auto const message = human_support::success_message(answer.verb);
        boost::json::value data;
        if (answer.record) {
            data = to_response_json(*answer.record);
        }
        auto envelope = human_support::success_envelope(message, std::move(data));
        envelope.emplace(human_support::record_members::revision, answer.revision);
        print_answer(envelope);
        say(message + ".");
        return ExitCode::done;
    } catch (Failure const& failure) {
        print_answer(human_support::failure_envelope(failure.error()));
        throw;
    }
}

} // namespace

ExitCode run_create(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        auto const patch = read_patch(arguments.body, arguments.strict);
        Session session(arguments, Use::create);
        auto const changed = require_own(
            session, chatbot_id, session.service().create(session.caller(), chatbot_id, patch));
        return Answer{"created", changed.after, changed.revision};
    });
}

ExitCode run_upsert(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        auto const patch = read_patch(arguments.body, arguments.strict);
        Session session(arguments, Use::create);
        auto const changed = require_own(
            session, chatbot_id, session.service().upsert(session.caller(), chatbot_id, patch));
        return Answer{changed.before ? "updated" : "created", changed.after, changed.revision};
    });
}

ExitCode run_update(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        auto const patch = read_patch(arguments.body, arguments.strict);
        Session session(arguments, Use::change);
        auto const changed = require_own(
            session, chatbot_id,
            session.service().update(session.caller(), chatbot_id, patch, arguments.if_revision));
        return Answer{"updated", changed.after, changed.revision};
    });
}

ExitCode run_get(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        Session session(arguments, Use::read);
        auto found = session.service().find(session.caller(), chatbot_id);
        if (found && !*found) {
            found = Errc::not_found;
        }
        auto const record = require_own(session, chatbot_id, std::move(found));
        return Answer{"retrieved", record, record->revision};
    });
}

ExitCode run_delete(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        Session session(arguments, Use::change);
        auto const changed = require_own(
            session, chatbot_id,
            session.service().erase(session.caller(), chatbot_id, arguments.if_revision));
        return Answer{"deleted", changed.after, changed.revision};
    });
}

ExitCode run_transfer(Arguments const& arguments) {
    return print_answer_of([&] {
        auto const chatbot_id = require(ChatbotId::parse(arguments.chatbot_id));
        auto const to_account = require(AccountId::parse(arguments.to_account));
        auto const emails = arguments.clear_emails ? human_support::TransferEmails::clear
                                                   : human_support::TransferEmails::keep;
        Session session(arguments, Use::change);
        auto const changed = require_own(
            session, chatbot_id,
            session.service().transfer(session.caller(), chatbot_id, to_account, emails));
        return Answer{"transferred", changed.after, changed.revision};
    });
}

} // namespace program
