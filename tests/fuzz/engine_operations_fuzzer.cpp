// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The input is a sequence of operations, a line each, which the memory engine and the SQLite engine
// both do. Lines that store and erase, one after the other, are one batch; any other line ends it:
//
//     store CHATBOT EXPECTED CONTENT   EXPECTED is any, absent, current or a revision; CONTENT is
//     erase CHATBOT EXPECTED           a JSON merge patch of the record, or else all of its texts
//     find CHATBOT
//     list LIMIT AFTER ACCOUNT         words that are missing at the end of a line stand for none
//     changes REVISION LIMIT           `!` after the revision makes it another store's
//     reopen                           opens the store once more before it closes it
//     restart                          closes the store before it opens it again
#include <human_support/json_merge_patch.hpp>
#include <human_support/settings_json.hpp>
#include <human_support/sqlite_repository.hpp>

#include "fuzz/fuzzer.hpp"
#include "support/engine_comparison.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// Opens the one store of a folder, which is made empty by a copy of an empty one: that is quicker
/// than making the tables for each input.
class Stores {
public:
    Stores() { open("empty"); }

    /// A factory of handles on a store that is empty at first.
    [[nodiscard]] testing::RepositoryFactory new_factory() {
        std::filesystem::copy_file(file("empty"), file("store"),
                                   std::filesystem::copy_options::overwrite_existing);
        return [this](std::string_view name) { return open(name); };
    }

    /// The handle that was opened last, while it is open.
    [[nodiscard]] std::shared_ptr<SqliteRepository> latest() const { return latest_.lock(); }

private:
    [[nodiscard]] std::filesystem::path file(std::string_view name) const {
        return folder_ / (std::string(name) + ".db");
    }

    std::shared_ptr<SettingsRepository> open(std::string_view name) {
        SqliteOptions options;
        options.readers = 1; // one thread needs no more
        std::shared_ptr opened = SqliteRepository::open(file(name), options).value();
        latest_ = opened;
        return opened;
    }

    TemporaryFolder folder_;
    std::weak_ptr<SqliteRepository> latest_;
};

template <class Number>
Number to_number(std::string_view text, Number otherwise) {
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

/// The chatbot that `text` names, or `a` if it is no id.
ChatbotId to_chatbot(std::string_view text) {
    auto id = ChatbotId::parse(text);
    return id ? *std::move(id) : ChatbotId::parse("a").value();
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        parts.emplace_back(take_until(separator, text));
    }
    return parts;
}

/// A record of the chatbot with the content of a `store` line. Storage validates nothing, so its
/// texts may be any bytes.
SettingsRecord to_record(ChatbotId const& chatbot_id, std::string_view content) {
    auto record = sample_record(chatbot_id.str());
    if (auto const patch = parse_json(content)) {
        auto members = merge_patch(to_json(record), *patch);
        if (auto changed = record_from_json(members, {})) {
            changed->chatbot_id = chatbot_id;
            return *std::move(changed);
        }
    }
    record.updated_by = content;
    record.settings.positive_feedback_prompt = content;
    record.settings.human_support_confirmation_message = content;
    record.settings.lead_notification_email = split(content, ",");
    return record;
}

class Operations {
public:
    explicit Operations(testing::RepositoryFactory open) : comparison_(std::move(open)) {}

    void run(std::string_view line) {
        auto const verb = take_until(" ", line);
        if (verb == "store" || verb == "erase") {
            add_write(verb, line);
            return;
        }
        end_batch();
        if (verb == "find") {
            comparison_.find(to_chatbot(line));
        } else if (verb == "list") {
            list(line);
        } else if (verb == "changes") {
            changes(line);
        } else if (verb == "reopen" || verb == "restart") {
            comparison_.reopen(verb == "restart");
        }
    }

    void finish() {
        end_batch();
        comparison_.compare_everything();
    }

private:
    void add_write(std::string_view verb, std::string_view words) {
        auto chatbot_id = to_chatbot(take_until(" ", words));
        auto const expected = to_expected(take_until(" ", words), chatbot_id);
        batch_.push_back(verb == "store" ? Write::store(to_record(chatbot_id, words), expected)
                                         : Write::erase(chatbot_id, expected));
    }

    void end_batch() {
        comparison_.write(batch_);
        batch_.clear();
    }

    Expectation to_expected(std::string_view word, ChatbotId const& chatbot_id) {
        if (word == "absent") {
            return Absent{};
        }
        if (word == "current") {
            auto const there = comparison_.oracle().find(chatbot_id).value();
            return there ? Expectation(there->revision) : Expectation(Absent{});
        }
        return word.find_first_of("-0123456789") == 0 ? Expectation(to_number(word, Revision{}))
                                                      : Expectation(Anything{});
    }

    void list(std::string_view words) {
        PageRequest request;
        request.limit = to_number(take_until(" ", words), request.limit);
        if (auto after = ChatbotId::parse(take_until(" ", words))) {
            request.after = *std::move(after);
        }
        if (auto account = AccountId::parse(words)) {
            request.account_id = *std::move(account);
        }
        comparison_.list(request);
    }

    void changes(std::string_view words) {
        auto const word = take_until(" ", words);
        auto const limit = to_number(words, max_page_size);
        if (word.empty()) {
            comparison_.changes(std::nullopt, limit);
            return;
        }
        FeedMark const mark{comparison_.epoch() - (word.ends_with('!') ? 1 : 0),
                            to_number(word, no_revision)};
        comparison_.changes(mark, limit);
    }

    EngineComparison comparison_;
    std::vector<Write> batch_;
};

} // namespace

void check_input(std::string_view input) {
    static Stores stores;
    Operations operations(stores.new_factory());
    while (!input.empty()) {
        operations.run(take_until("\n", input));
    }
    operations.finish();
    require(stores.latest()->check().value().empty(), "the file is sound");
}
