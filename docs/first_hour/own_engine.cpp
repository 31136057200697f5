// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host's own storage engine. It keeps JSON documents, as on top of a document database, for
// which a map stands in here.
#include <human_support/repository.hpp>
#include <human_support/settings_json.hpp>
#include <human_support/testing/repository_conformance.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace human_support;

namespace {

class DocumentRepository final : public SettingsRepository {
public:
    using SettingsRepository::write; // one write is a batch of one

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        std::lock_guard<std::mutex> const lock(mutex_);
        auto const entry = entries_.find(chatbot_id);
        return entry == entries_.end() ? Result<SettingsRecordPtr>(nullptr) : read(entry->second);
    }

    //! [write]
    Result<WriteResults> write(std::span<Write const> writes) override {
        std::lock_guard<std::mutex> const lock(mutex_);
        auto entries = entries_; // a database begins a transaction
        auto last_revision = last_revision_;
        std::set<ChatbotId> met;
        WriteResults results;
        for (Write const& write : writes) {
            auto const& chatbot_id = write.chatbot_id();
            if (!met.insert(chatbot_id).second) {
                results.emplace_back(repeated_in_batch_error());
            } else if (auto const met_expectation =
                           check_expectation(write, current_revision(entries, chatbot_id));
                       !met_expectation) {
                results.emplace_back(met_expectation.error());
            } else {
                Entry entry{++last_revision, nullptr};
                if (auto const* record = write.record()) { // otherwise it is an erasure
                    entry.document = to_json(*record);
                }
                entries[chatbot_id] = std::move(entry);
                results.emplace_back(FeedMark{epoch_, last_revision});
            }
        }
        entries_ = std::move(entries); // and commits it
        last_revision_ = last_revision;
        return results;
    }
    //! [write]

    Result<Page> list(PageRequest const& request) const override {
        if (request.limit == 0) {
            return page_limit_error();
        }
        std::lock_guard<std::mutex> const lock(mutex_);
        Page page;
        auto entry = request.after ? entries_.upper_bound(*request.after) : entries_.begin();
        for (; entry != entries_.end(); ++entry) {
            auto const record = read(entry->second);
            if (!record) {
                return record.error();
            }
            if (!*record || (request.account_id && (*record)->account_id != *request.account_id)) {
                continue;
            }
            if (page.records.size() == std::min(request.limit, max_page_size)) {
                page.next = page.records.back()->chatbot_id;
                break;
            }
            page.records.push_back(*record);
        }
        return page;
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        std::lock_guard<std::mutex> const lock(mutex_);
        if (mark && (mark->epoch != epoch_ || mark->revision > last_revision_)) {
            return Errc::feed_restarted;
        }
        FeedPage page{{}, {epoch_, last_revision_}};
        std::map<Revision, ChatbotId> changed; // a database has an index
        for (auto const& [chatbot_id, entry] : entries_) {
            if (limit > 0 && entry.revision > (mark ? mark->revision : no_revision)) {
                changed.emplace(entry.revision, chatbot_id);
            }
        }
        for (auto const& [revision, chatbot_id] : changed) {
            if (page.changes.size() == std::min(limit, max_page_size)) {
                page.mark.revision = page.changes.back().revision;
                break;
            }
            auto const record = read(entries_.at(chatbot_id));
            if (!record) {
                return record.error();
            }
            page.changes.push_back({chatbot_id, revision, *record});
        }
        return page;
    }

private:
    // A chatbot that has, or once had, a record.
    struct Entry {
        Revision revision = no_revision;
        boost::json::value document; // null if it was erased
    };

    using Entries = std::map<ChatbotId, Entry>;

    static std::optional<Revision> current_revision(Entries const& entries,
                                                    ChatbotId const& chatbot_id) {
        auto const entry = entries.find(chatbot_id);
        return entry == entries.end() || entry->second.document.is_null()
                   ? std::nullopt
                   : std::optional(entry->second.revision);
    }

    [[nodiscard]] Result<SettingsRecordPtr> read(Entry const& entry) const {
        if (entry.document.is_null()) {
            return SettingsRecordPtr();
        }
        auto record = record_from_json(entry.document, HumanSupportSettings{});
        if (!record) {
            return Error(Errc::storage_corrupt, record.error().message());
        }
        record->revision = entry.revision;
        record->epoch = epoch_;
        return std::make_shared<SettingsRecord const>(*std::move(record));
    }

    static Epoch random_epoch() {
        std::random_device entropy;
        return std::uniform_int_distribution<Epoch>(1)(entropy);
    }

    mutable std::mutex mutex_; // guards everything below
    Entries entries_;
    Revision last_revision_ = no_revision;
    Epoch const epoch_ = random_epoch();
};

} // namespace

//! [conformance]
int main() {
    for (auto const& check : testing::repository_conformance_checks()) {
        std::map<std::string, std::shared_ptr<DocumentRepository>, std::less<>> stores;
        try {
            check.run([&](std::string_view name) {
                auto& store = stores[std::string(name)];
                if (!store) {
                    store = std::make_shared<DocumentRepository>();
                }
                return store;
            });
        } catch (std::exception const& failure) {
            std::cerr << check.name << ": " << failure.what() << '\n';
            return EXIT_FAILURE;
        }
    }
    std::cout << "The engine keeps the storage contract.\n";
}
//! [conformance]
