// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "conformance/mutants.hpp"

#include <human_support/detail/ascii.hpp>

#include <algorithm>
#include <map>

/// Engines that list wrongly.
inline std::vector<Mutant> page_mutants() {
    using namespace human_support;
    return {
        {"promises a page after an empty one",
         faulty({.list = listing([](auto&, PageRequest const&, Page& page) {
                     if (page.records.empty()) {
                         page.next = ChatbotId::parse("next").value();
                     }
                 })}),
         "An empty store lists nothing and no next page"},
        {"lists in the order of a dictionary",
         faulty({.list = listing([](auto&, PageRequest const&, Page& page) {
                     std::ranges::stable_sort(
                         page.records, {}, [](SettingsRecordPtr const& record) {
                             return detail::ascii_lower(record->chatbot_id.str());
                         });
                 })}),
         "Records are listed in the bytewise order of their chatbot ids"},
        {"skips a record after each full page",
         faulty({.list =
                     [](auto& below, PageRequest request) {
                         ++request.limit;
                         auto page = below.list(request);
                         if (page->records.size() == request.limit) {
                             page->next = page->records.back()->chatbot_id;
                             page->records.pop_back();
                         }
                         return page;
                     }}),
         "Pages of any limit lead through every record once"},
        {"takes every full page for one with a next",
         faulty({.list = listing([](auto&, PageRequest const& request, Page& page) {
                     if (page.records.size() == request.limit) {
                         page.next = page.records.back()->chatbot_id;
                     }
                 })}),
         "A page that ends the list has no next, also when it is full"},
        {"lists nothing after an id without a record",
         faulty({.list = listing([](auto& below, PageRequest const& request, Page& page) {
                     if (request.after && !*below.find(*request.after)) {
                         page = {};
                     }
                 })}),
         "A page begins after any id, whether there is such a record or not"},
        {"forgets the account after the first page",
         faulty({.list =
                     [](auto& below, PageRequest request) {
                         if (request.after) {
                             request.account_id.reset();
                         }
                         return below.list(request);
                     }}),
         "A list of an account holds its records only, page by page"},
        {"does not tell upper and lower case in accounts apart",
         faulty({.list =
                     [](auto& below, PageRequest const& request) {
                         if (!request.account_id) {
                             return below.list(request);
                         }
                         auto page = below.list({.limit = max_page_size});
                         std::erase_if(page->records, [&](auto const& record) {
                             return detail::ascii_lower(record->account_id.str()) !=
                                    detail::ascii_lower(request.account_id->str());
                         });
                         return page;
                     }}),
         "A list of an account holds its records only, page by page"},
        {"lists a record for ever under the account that it first listed it under",
         faulty({.list =
                     [accounts = std::map<ChatbotId, AccountId>()](
                         auto& below, PageRequest const& request) mutable {
                         auto page = below.list({.after = request.after, .limit = request.limit});
                         for (auto const& record : page->records) {
                             accounts.emplace(record->chatbot_id, record->account_id);
                         }
                         std::erase_if(page->records, [&](auto const& record) {
                             return request.account_id &&
                                    accounts.at(record->chatbot_id) != *request.account_id;
                         });
                         return page;
                     }}),
         "A record that moves to another account is listed there"},
        {"counts how many records to skip",
         faulty({.list =
                     [skipped = std::size_t{0}](auto& below, PageRequest const& request) mutable {
                         skipped = request.after ? skipped + request.limit : 0;
                         auto page =
                             below.list({.limit = max_page_size, .account_id = request.account_id});
                         auto& records = page->records;
                         auto const from = std::min(skipped, records.size());
                         records.erase(records.begin(),
                                       records.begin() + static_cast<std::ptrdiff_t>(from));
                         if (records.size() > request.limit) {
                             records.resize(request.limit);
                             page->next = records.back()->chatbot_id;
                         }
                         return page;
                     }}),
         "A walk meets every record once that is there all the while, though others come and go"},
        {"takes a limit of 0 for an empty page",
         faulty({.list =
                     [](auto& below, PageRequest const& request) {
                         return request.limit == 0 ? Page{} : below.list(request);
                     }}),
         "A page limit of 0 is invalid_argument"},
        {"adds one to the limit, to see whether there is more, and overflows",
         faulty({.list =
                     [](auto& below, PageRequest const& request) {
                         return request.limit + 1 == 0 ? Page{} : below.list(request);
                     }}),
         "A page limit above the largest page size counts as that"},
        {"makes pages as large as it is told",
         faulty({.list = listing([](auto& below, PageRequest const& request, Page& page) {
                     while (page.next && page.records.size() < request.limit) {
                         auto const more = below.list({.after = page.next});
                         page.records.insert(page.records.end(), more->records.begin(),
                                             more->records.end());
                         page.next = more->next;
                     }
                 })}),
         "A page limit above the largest page size counts as that"},
    };
}
