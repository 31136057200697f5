// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host's own storage engine: a folder with a JSON file for each chatbot. One process at a time
// uses it, on a disk that tells upper case from lower. What is stored survives a killed process,
// but no loss of power, since the standard library cannot wait for the disk.
#include <human_support/settings_json.hpp>
#include <human_support/testing/repository_conformance.hpp>

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

using namespace human_support;
namespace fs = std::filesystem;

class JsonFolder final : public SettingsRepository {
public:
    explicit JsonFolder(fs::path folder) : folder_(std::move(folder)) {
        std::lock_guard<std::mutex> const lock(mutex_);
        fs::create_directories(folder_ / "chatbots");
        if (!fs::exists(folder_ / "epoch.json")) { // a new store
            replace("last.json", no_revision);
            replace("epoch.json", Epoch{std::random_device()()} + 1); // change it in a copy
        }
        epoch_ = content("epoch.json").to_number<Epoch>();
    }

    using SettingsRepository::write; // one write is a batch of one

    //! [write]
    Result<WriteResults> write(std::span<Write const> writes) override {
        return in_turn([&]() -> Result<WriteResults> {
            auto revision = content("last.json").to_number<Revision>();
            boost::json::object files;
            std::set<ChatbotId> met;
            WriteResults results;
            for (Write const& write : writes) {
                auto const old = read(write.chatbot_id()).record;
                auto const current = old ? std::optional(old->revision) : std::nullopt;
                if (!met.insert(write.chatbot_id()).second) {
                    results.emplace_back(repeated_in_batch_error());
                } else if (auto const check = check_write(write, current); !check) {
                    results.emplace_back(check.error());
                } else {
                    auto file = write.record() ? to_json(*write.record()) : boost::json::object();
                    file["revision"] = ++revision; // of an erasure, it is all that stays
                    files[file_of(write.chatbot_id())] = std::move(file);
                    results.emplace_back(FeedMark{epoch_, revision});
                }
            }
            files["last.json"] = revision;
            replace("batch.json", files); // from here on, all of it is stored
            return results;
        });
    }
    //! [write]

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        return in_turn([&]() -> Result<SettingsRecordPtr> { return read(chatbot_id).record; });
    }

    Result<Page> list(PageRequest const& request) const override {
        if (request.limit == 0) {
            return page_limit_error();
        }
        return in_turn([&]() -> Result<Page> {
            Page page;
            for (FeedChange const& change : read_all()) {
                if (change.record && (!request.after || change.chatbot_id > *request.after) &&
                    (!request.account_id || change.record->account_id == *request.account_id)) {
                    page.records.push_back(change.record);
                }
            }
            if (page.records.size() > std::min(request.limit, max_page_size)) {
                page.records.resize(std::min(request.limit, max_page_size));
                page.next = page.records.back()->chatbot_id;
            }
            return page;
        });
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t most) const override {
        return in_turn([&]() -> Result<FeedPage> {
            FeedPage page{{}, {epoch_, content("last.json").to_number<Revision>()}};
            if (mark && (mark->epoch != epoch_ || mark->revision > page.mark.revision)) {
                return Errc::feed_restarted;
            }
            auto const seen = mark ? mark->revision : no_revision;
            if (most > 0 && seen < page.mark.revision) {
                page.changes = read_all(); // a database has an index
            }
            std::erase_if(page.changes, [&](auto const& old) { return old.revision <= seen; });
            std::ranges::sort(page.changes, {}, &FeedChange::revision);
            while (page.changes.size() > std::min(most, max_page_size)) {
                page.changes.pop_back();
                page.mark.revision = page.changes.back().revision;
            }
            return page;
        });
    }

private:
    //! [turn]
    // Does a verb. What files and JSON throw becomes an error, as the contract wants it.
    auto in_turn(auto const& verb) const -> decltype(verb()) try {
        std::lock_guard<std::mutex> const lock(mutex_);
        if (auto const batch = content("batch.json"); !batch.is_null()) {
            // The last write. If the process ends in the middle, the next one does it again.
            for (auto const& [file, document] : batch.as_object()) {
                replace(file, document);
            }
            fs::remove(folder_ / "batch.json");
        }
        return verb();
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& failure) {
        return Error(Errc::storage_failed, failure.what());
    }
    //! [turn]

    //! [read]
    // The last write to a chatbot; its record is null if it was an erasure or there was none.
    FeedChange read(ChatbotId const& chatbot_id) const {
        auto const file = content(file_of(chatbot_id));
        auto const revision = file.is_null() ? 0 : file.at("revision").to_number<Revision>();
        FeedChange change{chatbot_id, revision, nullptr};
        if (file.is_object() && file.as_object().size() > 1) {
            auto record = record_from_json(file, HumanSupportSettings{}).value();
            record.revision = revision;
            record.epoch = epoch_;
            change.record = std::make_shared<SettingsRecord const>(std::move(record));
        }
        return change;
    }
    //! [read]

    std::vector<FeedChange> read_all() const {
        std::vector<FeedChange> all;
        for (auto const& file : fs::directory_iterator(folder_ / "chatbots")) {
            all.push_back(read(ChatbotId::parse(file.path().stem().string()).value()));
        }
        std::ranges::sort(all, {}, &FeedChange::chatbot_id);
        return all;
    }

    static std::string file_of(ChatbotId const& chatbot_id) {
        return "chatbots/" + chatbot_id.str() + ".json";
    }

    // Reads a file; null if there is none. Storage returns what it was given.
    boost::json::value content(std::string const& name) const {
        std::ifstream file(folder_ / name, std::ios::binary);
        return fs::exists(folder_ / name)
                   ? boost::json::parse(file, {}, {.allow_invalid_utf8 = true})
                   : boost::json::value();
    }

    // Replaces a file, whole or not at all.
    void replace(std::string const& name, boost::json::value const& content) const {
        std::ofstream file(folder_ / "next.json", std::ios::binary);
        file.exceptions(std::ios::failbit | std::ios::badbit);
        file << content;
        file.close();
        fs::rename(folder_ / "next.json", folder_ / name);
    }

    inline static std::mutex mutex_; // of all, since a folder may be open several times
    fs::path folder_;
    Epoch epoch_ = no_epoch;
};

//! [conformance]
int main() {
    auto const root = fs::temp_directory_path() / std::to_string(std::random_device()());
    for (auto const& test : testing::repository_conformance_checks()) {
        test.run([&](auto name) { return std::make_shared<JsonFolder>(root / test.name / name); });
    }
    fs::remove_all(root);
    std::cout << "The engine keeps the storage contract.\n";
}
//! [conformance]
