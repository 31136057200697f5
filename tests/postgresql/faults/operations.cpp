// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/faults/operations.hpp"

#include "faults/distinct_record.hpp"
#include "faults/sample_store.hpp"
#include "postgresql/postgresql_server.hpp"

#include <fmt/format.h>

#include <chrono>
#include <span>
#include <string_view>
#include <utility>

namespace human_support::tests {

namespace {

ChatbotId chatbot(std::string_view text) { return ChatbotId::parse(text).value(); }

/// Makes a record, or changes it. Returns its revision.
Revision bring(ProxiedStore& store, std::string_view chatbot_id) {
    std::vector const batch{
        Write::store(distinct_record(chatbot_id, store.next_text()), Anything{})};
    return store.write_by_other(batch).front().value().revision;
}

/// Erases a record that is there.
void remove(ProxiedStore& store, std::string_view chatbot_id) {
    bring(store, chatbot_id);
    std::vector const batch{Write::erase(chatbot(chatbot_id))};
    store.write_by_other(batch);
}

Operation read(std::string name,
               std::function<Outcome(PostgresqlRepository&, Task const&)> const& act) {
    auto const prepare = [](ProxiedStore& store) {
        auto const mark = store.other().changes(std::nullopt, 0).value().mark;
        return Task{{}, 0, mark};
    };
    return {std::move(name), true, prepare, act};
}

Operation write(std::string name, std::function<std::vector<Write>(ProxiedStore&)> prepare,
                std::size_t refused = 0) {
    return {std::move(name), false,
            [prepare = std::move(prepare), refused](ProxiedStore& store) {
                return Task{prepare(store), refused};
            },
            [](PostgresqlRepository& repository, Task const& task) {
                return Outcome(repository.write(std::span(task.writes)));
            }};
}

/// One of each kind of write, also one that cannot be done.
std::vector<Write> mixed_batch(ProxiedStore& store) {
    auto const revision = bring(store, "changed");
    bring(store, "erased-soon");
    remove(store, "made");
    return {Write::store(distinct_record("changed", store.next_text()), revision),
            Write::erase(chatbot("erased-soon")),
            Write::store(distinct_record("made", store.next_text()), Absent{}),
            Write::store(distinct_record("long", store.next_text()), Absent{})};
}

/// More than libpq sends at once.
std::vector<Write> large_batch(ProxiedStore& store) {
    std::vector<Write> writes;
    for (int i = 0; i < 14; ++i) {
        writes.push_back(
            Write::store(long_record(fmt::format("many-{}", i), store.next_text()), Anything{}));
    }
    return writes;
}

std::string describe(SettingsRecordPtr const& record) { return as_line(record); }

std::string describe(Page const& page) { return as_lines(page); }

std::string describe(FeedPage const& page) {
    std::string text;
    for (auto const& change : page.changes) {
        text += as_line(change);
    }
    return text + fmt::format("{} in {}", page.mark.revision, page.mark.epoch);
}

std::string describe(WriteResults const& results) {
    std::string text;
    for (auto const& result : results) {
        text += fmt::format("{} ", result ? "stored" : name(result.error().code()));
    }
    return text;
}

std::string describe(std::size_t count) { return std::to_string(count); }

} // namespace

std::vector<Operation> read_operations() {
    return {read("find", [](PostgresqlRepository& repository,
                            Task const&) { return Outcome(repository.find(chatbot("long"))); }),
            read("find nothing",
                 [](PostgresqlRepository& repository, Task const&) {
                     return Outcome(repository.find(chatbot("erased")));
                 }),
            read("list", [](PostgresqlRepository& repository,
                            Task const&) { return Outcome(repository.list({.limit = 2})); }),
            read("list an account",
                 [](PostgresqlRepository& repository, Task const&) {
                     return Outcome(
                         repository.list({.account_id = sample_record("any").account_id}));
                 }),
            read("changes without news",
                 [](PostgresqlRepository& repository, Task const& task) {
                     return Outcome(repository.changes(task.mark, 10));
                 }),
            read("changes", [](PostgresqlRepository& repository, Task const&) {
                return Outcome(repository.changes(std::nullopt, 3));
            })};
}

std::vector<Operation> write_operations() {
    return {
        write("make",
              [](ProxiedStore& store) -> std::vector<Write> {
                  remove(store, "made");
                  return {Write::store(distinct_record("made", store.next_text()), Absent{})};
              }),
        write("change",
              [](ProxiedStore& store) -> std::vector<Write> {
                  auto const revision = bring(store, "changed");
                  return {Write::store(distinct_record("changed", store.next_text()), revision)};
              }),
        write("erase",
              [](ProxiedStore& store) -> std::vector<Write> {
                  bring(store, "erased-soon");
                  return {Write::erase(chatbot("erased-soon"))};
              }),
        write("mixed batch", mixed_batch, 1),
        write("large batch", large_batch),
        write(
            "refused write",
            [](ProxiedStore& store) -> std::vector<Write> {
                return {
                    Write::store(distinct_record("changed", store.next_text()), Revision{1000000})};
            },
            1)};
}

Operation purge_operation() {
    return {"purge", false,
            [](ProxiedStore& store) {
                store.expected().note_purge();
                remove(store, "erased");
                return Task{};
            },
            [](PostgresqlRepository& repository, Task const&) {
                return Outcome(repository.purge_erasures(
                    std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}));
            }};
}

std::optional<Error> failure_of(Outcome const& outcome) {
    return std::visit(
        [](auto const& result) {
            return result ? std::nullopt : std::optional<Error>(result.error());
        },
        outcome);
}

std::string description(Outcome const& outcome) {
    return std::visit([](auto const& result) { return result ? describe(*result) : ""; }, outcome);
}

void note(ProxiedStore& store, Task const& task, Outcome const& outcome) {
    auto const* results = std::get_if<Result<WriteResults>>(&outcome);
    if (results == nullptr) {
        return;
    }
    std::span<Write const> const all = task.writes;
    if (failure_of(outcome) == Errc::outcome_unknown) { // the server may be about to do it
        shared_server().wait_until("SELECT count(*) = 0 FROM pg_stat_activity WHERE state <> "
                                   "'idle' AND pid <> pg_backend_pid()");
    }
    store.expected().note(*results ? all : all.first(all.size() - task.refused), *results);
}

} // namespace human_support::tests
