// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "support/catch.hpp"
#include "support/engines.hpp"
#include "support/random_settings.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

constexpr std::size_t chatbot_count = 6;

/// Does the same at random to an engine and to the memory engine, the oracle, and checks that both
/// answer the same. The two have epochs of their own; everything else is equal.
class Comparison {
public:
    Comparison(Engine const& engine, Random& random)
        : open_(engine.new_factory()), random_(random), engine_(open_("store")),
          oracle_epoch_(epoch_of(oracle_)), engine_epoch_(epoch_of(*engine_)) {}

    void step() {
        auto const choice = random_.up_to(19);
        if (choice < 8) {
            write();
        } else if (choice < 12) {
            find();
        } else if (choice < 15) {
            list();
        } else if (choice < 19) {
            changes();
        } else {
            reopen();
        }
    }

    /// That both hold the same records and the same feed from the beginning on.
    void compare_everything() {
        compare_list({.limit = max_page_size});
        compare_changes(std::nullopt, max_page_size);
    }

private:
    static Epoch epoch_of(SettingsRepository& repository) {
        return repository.changes(std::nullopt, 0).value().mark.epoch;
    }

    /// Whether both have values, or both the same error.
    template <class T>
    static bool check_outcome(Result<T> const& found, Result<T> const& expected) {
        CHECK(found.has_value() == expected.has_value());
        if (!found && !expected) {
            CHECK(found.error() == expected.error());
        }
        return found && expected;
    }

    static void check_record(SettingsRecordPtr const& found, SettingsRecordPtr const& expected) {
        REQUIRE((found == nullptr) == (expected == nullptr));
        if (expected) {
            CHECK(*found == *expected);
        }
    }

    ChatbotId random_chatbot() {
        static constexpr std::array<std::string_view, chatbot_count> ids{"-",  "A",   "a",
                                                                         "aa", "b.1", "~"};
        return ChatbotId::parse(ids[random_.up_to(chatbot_count - 1)]).value();
    }

    AccountId random_account() { return AccountId::parse(random_.coin() ? "one" : "One").value(); }

    Revision random_revision() {
        return static_cast<Revision>(random_.up_to(static_cast<std::size_t>(last_revision_) + 2));
    }

    Expected random_expected(ChatbotId const& chatbot_id) {
        switch (random_.up_to(4)) {
        case 0: return Anything{};
        case 1: return Absent{};
        case 2: return random_revision();
        default: break;
        }
        auto const there = oracle_.find(chatbot_id).value();
        return there ? Expected(there->revision) : Expected(Absent{});
    }

    Timestamp random_time() {
        auto const days = static_cast<int>(random_.up_to(80'000)) - 40'000;
        return std::chrono::sys_days{} + std::chrono::days{days} +
               std::chrono::milliseconds{random_.up_to(999)};
    }

    Write random_write() {
        auto chatbot_id = random_chatbot();
        auto const expected = random_expected(chatbot_id);
        if (random_.up_to(2) == 0) {
            return Write::erase(std::move(chatbot_id), expected);
        }
        boost::uuids::uuid id{};
        std::generate(id.begin(), id.end(),
                      [&] { return static_cast<unsigned char>(random_.up_to(255)); });
        return Write::store({id, std::move(chatbot_id), random_account(), random_.text(),
                             random_.settings(), random_time(), random_time(), random_revision()},
                            expected);
    }

    void write() {
        std::vector<Write> writes;
        for (std::size_t size = random_.up_to(4); size > 0; --size) {
            writes.push_back(random_write());
        }
        auto const expected = oracle_.write(writes).value();
        auto const found = engine_->write(writes).value();
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (check_outcome(found[i], expected[i])) {
                CHECK(*found[i] == *expected[i]);
                last_revision_ = *expected[i];
            }
        }
    }

    void find() {
        auto const chatbot_id = random_chatbot();
        check_record(engine_->find(chatbot_id).value(), oracle_.find(chatbot_id).value());
    }

    void list() {
        PageRequest request{.limit = random_.up_to(chatbot_count)};
        if (random_.coin()) {
            request.after = random_chatbot();
        }
        if (random_.coin()) {
            request.account_id = random_account();
        }
        compare_list(request);
    }

    void compare_list(PageRequest const& request) {
        auto const expected = oracle_.list(request);
        auto const found = engine_->list(request);
        if (!check_outcome(found, expected)) {
            return;
        }
        CHECK(found->next == expected->next);
        REQUIRE(found->records.size() == expected->records.size());
        for (std::size_t i = 0; i < found->records.size(); ++i) {
            check_record(found->records[i], expected->records[i]);
        }
    }

    void changes() {
        std::optional<FeedMark> mark;
        if (random_.up_to(4) > 0) {
            mark = {oracle_epoch_ - (random_.up_to(9) == 0 ? 1 : 0), random_revision()};
        }
        compare_changes(mark, random_.up_to(chatbot_count + 1));
    }

    /// `mark` is the oracle's.
    void compare_changes(std::optional<FeedMark> const& mark, std::size_t limit) {
        auto engine_mark = mark;
        if (engine_mark) {
            engine_mark->epoch += engine_epoch_ - oracle_epoch_;
        }
        auto const expected = oracle_.changes(mark, limit);
        auto const found = engine_->changes(engine_mark, limit);
        if (!check_outcome(found, expected)) {
            return;
        }
        CHECK(found->mark == FeedMark{engine_epoch_, expected->mark.revision});
        REQUIRE(found->changes.size() == expected->changes.size());
        for (std::size_t i = 0; i < found->changes.size(); ++i) {
            CHECK(found->changes[i].chatbot_id == expected->changes[i].chatbot_id);
            CHECK(found->changes[i].revision == expected->changes[i].revision);
            check_record(found->changes[i].record, expected->changes[i].record);
        }
    }

    /// Another handle takes over, at times only after the last one was closed.
    void reopen() {
        if (random_.coin()) {
            engine_.reset();
        }
        engine_ = open_("store");
    }

    testing::RepositoryFactory open_;
    Random& random_;
    MemoryRepository oracle_;
    std::shared_ptr<SettingsRepository> engine_;
    Epoch oracle_epoch_;
    Epoch engine_epoch_;
    Revision last_revision_ = no_revision;
};

} // namespace

TEST_CASE("Every engine answers random operations as the memory engine does") {
    for (Engine const& engine : engines()) {
        DYNAMIC_SECTION(engine.name) {
            for (int run = 0; run < 4; ++run) {
                Random random;
                INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
                Comparison comparison(engine, random);
                for (int i = 0; i < 1'500; ++i) {
                    INFO("operation " << i);
                    comparison.step();
                }
                comparison.compare_everything();
            }
        }
    }
}
