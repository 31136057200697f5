// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/engines.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// The verbs of an engine, each doing what the engine below does unless a fault replaces it.
struct Verbs {
    using Below = human_support::SettingsRepository;

    std::function<human_support::Result<human_support::SettingsRecordPtr>(
        Below&, human_support::ChatbotId const&)>
        find = &Below::find;
    std::function<human_support::Result<human_support::WriteResults>(
        Below&, std::span<human_support::Write const>)>
        write = [](Below& below, auto const& writes) { return below.write(writes); };
    std::function<human_support::Result<human_support::Page>(Below&,
                                                             human_support::PageRequest const&)>
        list = &Below::list;
    std::function<human_support::Result<human_support::FeedPage>(
        Below&, std::optional<human_support::FeedMark> const&, std::size_t)>
        changes = &Below::changes;
};

/// An engine with a deliberate fault, and the conformance check that must notice.
struct Mutant {
    std::string fault;
    human_support::testing::RepositoryFactory open;
    std::string_view caught_by;
};

/// The memory engine with some of its verbs replaced. Each handle gets a copy of `verbs`.
inline human_support::testing::RepositoryFactory faulty(Verbs verbs) {
    class FaultyRepository final : public human_support::SettingsRepository {
    public:
        FaultyRepository(std::shared_ptr<human_support::SettingsRepository> below, Verbs verbs)
            : below_(std::move(below)), verbs_(std::move(verbs)) {}

        human_support::Result<human_support::SettingsRecordPtr>
        find(human_support::ChatbotId const& chatbot_id) const override {
            return verbs_.find(*below_, chatbot_id);
        }
        human_support::Result<human_support::WriteResults>
        write(std::span<human_support::Write const> writes) override {
            return verbs_.write(*below_, writes);
        }
        human_support::Result<human_support::Page>
        list(human_support::PageRequest const& request) const override {
            return verbs_.list(*below_, request);
        }
        human_support::Result<human_support::FeedPage>
        changes(std::optional<human_support::FeedMark> const& mark,
                std::size_t limit) const override {
            return verbs_.changes(*below_, mark, limit);
        }

    private:
        std::shared_ptr<human_support::SettingsRepository> below_;
        Verbs verbs_;
    };
    return [open = new_memory_factory(), verbs = std::move(verbs)](std::string_view name) {
        return std::make_shared<FaultyRepository>(open(name), verbs);
    };
}

/// A `write` that hands each write on alone, after `change(below, write)`, and adds up the results.
template <class Change>
auto one_by_one(Change change) {
    return [change](human_support::SettingsRepository& below,
                    std::span<human_support::Write const> writes) {
        human_support::WriteResults results;
        for (auto const& write : writes) {
            auto const changed = change(below, write);
            results.push_back(below.write(changed));
        }
        return human_support::Result<human_support::WriteResults>(std::move(results));
    };
}

/// A `write` that changes the records that it stores.
template <class Change>
auto storing(Change change) {
    return one_by_one([change](auto& below, human_support::Write const& write) {
        if (write.record() == nullptr) {
            return write;
        }
        auto record = *write.record();
        change(below, record);
        return human_support::Write::store(std::move(record), write.expectation());
    });
}

/// A `write` that expects something else than it was told: what `change(below, write)` returns.
template <class Change>
auto expecting(Change change) {
    return one_by_one([change](auto& below, human_support::Write const& write) {
        auto const expected = change(below, write);
        return write.record() != nullptr
                   ? human_support::Write::store(*write.record(), expected)
                   : human_support::Write::erase(write.chatbot_id(), expected);
    });
}

/// A `write` that reports other results than it had: `change(write, result)` alters each.
template <class Change>
auto reporting(Change change) {
    return [change](human_support::SettingsRepository& below,
                    std::span<human_support::Write const> writes) mutable {
        auto results = below.write(writes);
        for (std::size_t i = 0; i < writes.size(); ++i) {
            change(writes[i], (*results)[i]);
        }
        return results;
    };
}

/// A `list` that changes the page.
template <class Change>
auto listing(Change change) {
    return [change](human_support::SettingsRepository& below,
                    human_support::PageRequest const& request) {
        auto page = below.list(request);
        if (page) {
            change(below, request, *page);
        }
        return page;
    };
}

/// A `changes` that changes the page.
template <class Change>
auto feeding(Change change) {
    return [change](human_support::SettingsRepository& below,
                    std::optional<human_support::FeedMark> const& mark, std::size_t limit) {
        auto page = below.changes(mark, limit);
        if (page) {
            change(below, mark, *page);
        }
        return page;
    };
}

/// A `changes` that reads from another mark than it was told: what `change(below, mark)` returns.
template <class Change>
auto feeding_from(Change change) {
    return [change](human_support::SettingsRepository& below,
                    std::optional<human_support::FeedMark> const& mark, std::size_t limit) {
        return below.changes(mark ? std::optional(change(below, *mark)) : mark, limit);
    };
}

inline human_support::FeedMark current_mark(human_support::SettingsRepository& below) {
    return below.changes(std::nullopt, 0).value().mark;
}

/// Lets other threads run in the middle of what should be done at once.
inline void let_others_run() {
    for (int i = 0; i < 50; ++i) {
        std::this_thread::yield();
    }
}
