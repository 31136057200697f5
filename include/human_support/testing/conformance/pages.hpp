// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::testing {

/// Stores records of three accounts with similar names, in turns, for `ordered_ids()`.
inline void put_records_of_three_accounts(Store const& store) {
    static constexpr std::array<std::string_view, 3> accounts{"acme", "Acme", "acme-2"};
    auto ids = ordered_ids();
    std::reverse(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        store.put(sample_record(ids[i], accounts[i % accounts.size()]));
    }
}

/// Stores `count` records, in batches.
inline void put_many(Store const& store, std::size_t count) {
    std::vector<Write> batch;
    for (std::size_t i = 0; i < count; ++i) {
        batch.push_back(Write::store(sample_record(fmt::format("chatbot-{:05}", i)), Absent{}));
    }
    store.write_all(batch);
}

/// Walks with pages of two. Between any two pages, records come and go on both sides of the walk,
/// also the one after which the next page starts.
inline void walk_while_records_come_and_go(RepositoryFactory const& open) {
    auto const store = open_store(open);
    std::vector<std::string> kept;
    for (int i = 10; i < 20; ++i) {
        kept.push_back(fmt::format("{}-kept", i));
        store.put(sample_record(kept.back(), "walked"));
        store.put(sample_record(fmt::format("{}-passing", i), "walked"));
    }
    int new_records = 0;
    std::vector<std::string> met;
    store.walk({.limit = 2, .account_id = account("walked")}, [&](Page const& page) {
        for (auto const& id : chatbots_of(page.records)) {
            if (id.ends_with("-kept")) {
                met.push_back(id);
            } else {
                store.erase(id);
            }
        }
        if (++new_records < 5) {
            store.put(sample_record(fmt::format("00-new-{}", new_records), "walked"));
            store.put(sample_record(fmt::format("15-new-{}", new_records), "walked"));
        }
        for (auto const& id : kept) {
            store.put(sample_record(id, "walked"));
        }
    });
    expect_equal("what was there all the while", met, kept);
}

/// Returns the checks of the list, its pages and its accounts.
[[nodiscard]] inline ConformanceChecks page_checks() {
    return {
        {"An empty store lists nothing and no next page",
         [](RepositoryFactory const& open) {
             auto const page = open_store(open).list({});
             expect(page.records.empty() && !page.next, "the only page is empty");
         }},
        {"Records are listed in the bytewise order of their chatbot ids",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             put_records_of_three_accounts(store);
             expect_equal("listed", chatbots_of(store.list_all()), ordered_ids());
         }},
        {"Pages of any limit lead through every record once",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             put_records_of_three_accounts(store);
             auto const ids = ordered_ids();
             PageRequest request;
             for (request.limit = 1; request.limit <= ids.size() + 1; ++request.limit) {
                 expect_equal("listed", chatbots_of(store.list_all(request)), ids);
             }
         }},
        {"A page that ends the list has no next, also when it is full",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             for (auto const* id : {"a", "b", "c"}) {
                 store.put(sample_record(id));
             }
             store.put(sample_record("d", "another-account"));
             expect(!store.list({.limit = 4}).next, "a full last page has no next");
             expect(!store.list({.limit = 5}).next, "a last page with room has no next");
             expect(!store.list({.limit = 3, .account_id = account("account")}).next,
                    "the records of other accounts make no next page");
         }},
        {"A page begins after any id, whether there is such a record or not",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             for (auto const* id : {"b", "bb", "d"}) {
                 store.put(sample_record(id));
             }
             auto const after = [&](std::string_view id) {
                 return chatbots_of(store.list_all({.after = chatbot(id)}));
             };
             expect_equal("after a", after("a"), {"b", "bb", "d"});
             expect_equal("after b", after("b"), {"bb", "d"});
             expect_equal("after ba", after("ba"), {"bb", "d"});
             expect_equal("after c", after("c"), {"d"});
             expect_equal("after B", after("B"), {"b", "bb", "d"});
             expect_equal("after d", after("d"), {});
             expect_equal("after ~", after("~"), {});
         }},
        {"A list of an account holds its records only, page by page",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             put_records_of_three_accounts(store);
             std::size_t total = 0;
             for (auto const* name : {"acme", "Acme", "acme-2"}) {
                 std::vector<std::string> expected;
                 for (auto const& record : store.list_all()) {
                     if (record->account_id == account(name)) {
                         expected.push_back(record->chatbot_id.str());
                     }
                 }
                 total += expected.size();
                 for (std::size_t limit = 1; limit <= expected.size() + 1; ++limit) {
                     auto const listed =
                         store.list_all({.limit = limit, .account_id = account(name)});
                     expect_equal("listed of the account", chatbots_of(listed), expected);
                 }
             }
             expect_equal("the accounts' records together", total, ordered_ids().size());
             expect_equal("listed of an account without records",
                          chatbots_of(store.list_all({.account_id = account("ACME")})), {});
         }},
        {"A record that moves to another account is listed there",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const before = store.put(sample_record("chatbot", "old"));
             expect_equal("listed of the old account",
                          chatbots_of(store.list_all({.account_id = account("old")})), {"chatbot"});
             auto const after = store.put(sample_record("chatbot", "new"), before.revision);
             expect(store.list_all({.account_id = account("old")}).empty(),
                    "the old account has the record no more");
             auto const listed = store.list_all({.account_id = account("new")});
             expect_equal("listed of the new account", chatbots_of(listed), {"chatbot"});
             expect_record(listed.front(), after);
         }},
        {"A walk meets every record once that is there all the while, though others come and go",
         walk_while_records_come_and_go},
        {"A page limit of 0 is invalid_argument",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("chatbot"));
             for (PageRequest request : {PageRequest{}, PageRequest{.after = chatbot("a")},
                                         PageRequest{.account_id = account("account")}}) {
                 request.limit = 0;
                 expect_error("list", store->list(request), Errc::invalid_argument);
             }
         }},
        {"A page limit above the largest page size counts as that",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             put_many(store, max_page_size + 1);
             for (std::size_t const limit :
                  {max_page_size, max_page_size + 1, (std::numeric_limits<std::size_t>::max)()}) {
                 auto const first = store.list({.limit = limit});
                 expect_equal("the first page's size", first.records.size(), max_page_size);
                 auto const rest = store.list({.after = first.next, .limit = limit});
                 expect_equal("the second page's size", rest.records.size(), 1);
             }
         }},
    };
}

} // namespace human_support::testing
