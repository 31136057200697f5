// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host's own storage engine: a folder with a JSON file for each batch of writes, which are read
// into memory. One process at a time uses it. What is stored survives a killed process, but no loss
// of power, since the standard library cannot wait for the disk. No file is ever removed.
#include <human_support/settings_json.hpp>
#include <human_support/testing/repository_conformance.hpp>

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <random>

using namespace human_support;
namespace fs = std::filesystem;

class JsonFolder final : public SettingsRepository {
public:
    explicit JsonFolder(fs::path folder) : folder_(std::move(folder)) {
        std::lock_guard<std::mutex> const lock(mutex_);
        fs::create_directories(folder_);
        if (!fs::exists(file(0))) {                         // a new store
            add_file(0, Epoch{std::random_device()()} + 1); // change it in a copy
        }
        std::ifstream in(file(0));
        in.exceptions(std::ios::failbit | std::ios::badbit);
        in >> last_.epoch;
    }

    using SettingsRepository::write; // one write is a batch of one

    //! [write]
    Result<WriteResults> write(std::span<Write const> writes) override {
        return in_turn([&]() -> Result<WriteResults> {
            auto mark = last_;
            boost::json::object batch;
            std::set<ChatbotId> met;
            WriteResults results;
            for (Write const& write : writes) {
                auto const& id = write.chatbot_id();
                bool const is_first = met.insert(id).second;
                auto const check =
                    is_first ? check_write(write, record_of(id)) : repeated_in_batch_error();
                results.push_back(check.transform([&] {
                    batch[id.str()] =
                        write.record() ? boost::json::value(to_json(*write.record())) : nullptr;
                    ++mark.revision;
                    return mark;
                }));
            }
            add_file(next_file_, batch); // now all of it is stored
            return results;
        });
    }
    //! [write]

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        return in_turn([&]() -> Result<SettingsRecordPtr> { return record_of(chatbot_id); });
    }

    Result<Page> list(PageRequest const& request) const override {
        return in_turn([&]() -> Result<Page> {
            std::vector<SettingsRecordPtr> records;
            for (auto const& [chatbot_id, change] : changes_) {
                if (change.record && (!request.after || chatbot_id > *request.after) &&
                    (!request.account_id || change.record->account_id == *request.account_id)) {
                    records.push_back(change.record);
                }
            }
            return make_page(std::move(records), request.limit);
        });
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        return in_turn([&]() -> Result<FeedPage> {
            if (mark && (mark->epoch != last_.epoch || mark->revision > last_.revision)) {
                return Errc::feed_restarted;
            }
            std::vector<FeedChange> found;
            for (auto const& [chatbot_id, change] : changes_) { // a database has an index
                if (!mark || change.revision > mark->revision) {
                    found.push_back(change);
                }
            }
            std::ranges::sort(found, {}, &FeedChange::revision);
            return make_feed_page(std::move(found), last_, limit);
        });
    }

private:
    //! [turn]
    // Does a verb, after it has read the batches that this object does not know. What files and
    // JSON throw becomes an error, as the contract wants it.
    auto in_turn(auto const& verb) const -> decltype(verb()) try {
        std::lock_guard<std::mutex> const lock(mutex_);
        for (; fs::exists(file(next_file_)); ++next_file_) {
            std::ifstream in(file(next_file_), std::ios::binary);
            auto const batch = boost::json::parse(in);
            auto mark = last_;
            for (auto const& [id, json] : batch.as_object()) {
                ++mark.revision;
                FeedChange change{ChatbotId::parse(id).value(), mark.revision, nullptr};
                if (!json.is_null()) { // it is no erasure
                    change.record = stored_record(record_from_json(json, {}).value(), mark);
                }
                changes_.insert_or_assign(change.chatbot_id, change);
            }
            last_ = mark;
        }
        return verb();
    } catch (std::exception const& failure) {
        return Error(Errc::storage_failed, failure.what());
    }
    //! [turn]

    SettingsRecordPtr record_of(ChatbotId const& chatbot_id) const {
        auto const found = changes_.find(chatbot_id);
        return found == changes_.end() ? nullptr : found->second.record;
    }

    fs::path file(int number) const { return folder_ / (std::to_string(number) + ".json"); }

    // Adds a file, whole or not at all.
    void add_file(int number, boost::json::value const& content) const {
        std::ofstream out(folder_ / "new", std::ios::binary);
        out.exceptions(std::ios::failbit | std::ios::badbit);
        out << content;
        out.close();
        fs::rename(folder_ / "new", file(number));
    }

    inline static std::mutex mutex_; // of all, since a folder may be open several times
    fs::path folder_;
    mutable int next_file_ = 1;
    mutable FeedMark last_; // of the files before that one
    mutable std::map<ChatbotId, FeedChange> changes_;
};

//! [conformance]
int main() {
    auto const root = fs::temp_directory_path() / std::to_string(std::random_device()());
    for (auto const& test : testing::repository_conformance_checks()) {
        test.run([&](auto name) { return std::make_shared<JsonFolder>(root / test.name / name); });
    }
    fs::remove_all(root);
    std::puts("The engine keeps the storage contract.");
}
//! [conformance]
