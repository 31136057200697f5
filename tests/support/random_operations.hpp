// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/engine_comparison.hpp"
#include "support/engines.hpp"
#include "support/random_settings.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Does something at random to an engine and to the memory engine.
class RandomOperations {
public:
    RandomOperations(Engine const& engine, Random& random)
        : comparison_(engine.new_factory()), random_(random) {}

    void step() {
        auto const choice = random_.up_to(19);
        if (choice < 8) {
            write();
        } else if (choice < 12) {
            comparison_.find(random_chatbot());
        } else if (choice < 15) {
            list();
        } else if (choice < 19) {
            changes();
        } else {
            comparison_.reopen(random_.coin());
        }
    }

    void compare_everything() { comparison_.compare_everything(); }

private:
    static constexpr std::size_t chatbot_count = 6;

    human_support::ChatbotId random_chatbot() {
        static constexpr std::array<std::string_view, chatbot_count> ids{"-",  "A",   "a",
                                                                         "aa", "b.1", "~"};
        return human_support::ChatbotId::parse(ids[random_.up_to(chatbot_count - 1)]).value();
    }

    human_support::AccountId random_account() {
        return human_support::AccountId::parse(random_.coin() ? "one" : "One").value();
    }

    human_support::Revision random_revision() {
        auto const last = comparison_.oracle().changes(std::nullopt, 0).value().mark.revision;
        return static_cast<human_support::Revision>(
            random_.up_to(static_cast<std::size_t>(last) + 2));
    }

    human_support::Expectation random_expected(human_support::ChatbotId const& chatbot_id) {
        switch (random_.up_to(4)) {
        case 0: return human_support::Anything{};
        case 1: return human_support::Absent{};
        case 2: return random_revision();
        default: break;
        }
        auto const there = comparison_.oracle().find(chatbot_id).value();
        return there ? human_support::Expectation(there->revision)
                     : human_support::Expectation(human_support::Absent{});
    }

    human_support::Timestamp random_time() {
        auto const days = static_cast<int>(random_.up_to(80'000)) - 40'000;
        return std::chrono::sys_days{} + std::chrono::days{days} +
               std::chrono::milliseconds{random_.up_to(999)};
    }

    human_support::Write random_write() {
        auto chatbot_id = random_chatbot();
        auto const expected = random_expected(chatbot_id);
        if (random_.up_to(2) == 0) {
            return human_support::Write::erase(std::move(chatbot_id), expected);
        }
        boost::uuids::uuid id{};
        std::generate(id.begin(), id.end(),
                      [&] { return static_cast<unsigned char>(random_.up_to(255)); });
        human_support::SettingsRecord record{id,
                                             std::move(chatbot_id),
                                             random_account(),
                                             random_.text(),
                                             random_.settings(),
                                             random_time(),
                                             random_time()};
        record.revision = random_revision(); // counts for nothing
        return human_support::Write::store(std::move(record), expected);
    }

    void write() {
        std::vector<human_support::Write> writes;
        for (std::size_t size = random_.up_to(4); size > 0; --size) {
            writes.push_back(random_write());
        }
        comparison_.write(writes);
    }

    void list() {
        human_support::PageRequest request{.limit = random_.up_to(chatbot_count)};
        if (random_.coin()) {
            request.after = random_chatbot();
        }
        if (random_.coin()) {
            request.account_id = random_account();
        }
        comparison_.list(request);
    }

    void changes() {
        std::optional<human_support::FeedMark> mark;
        if (random_.up_to(4) > 0) {
            mark = {comparison_.epoch() - (random_.up_to(9) == 0 ? 1 : 0), random_revision()};
        }
        comparison_.changes(mark, random_.up_to(chatbot_count + 1));
    }

    EngineComparison comparison_;
    Random& random_;
};
