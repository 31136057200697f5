// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

inline constexpr std::size_t page_size = 4096; // SQLite's default

/// A database file, to be damaged: with trees of several levels, rows that need several pages,
/// erasures and free pages. Pages are counted from 0.
struct SoundFile {
    SoundFile();

    [[nodiscard]] std::size_t pages() const { return bytes.size() / page_size; }

    /// The bits of a page that say where its rows begin, and how long they and their first columns
    /// are (https://www.sqlite.org/fileformat2.html, section 1.6).
    [[nodiscard]] std::vector<std::size_t> structure_bits(std::size_t page) const;

    std::string bytes;
    std::size_t free_pages = 0;
    std::size_t store_page = 0;  ///< where the epoch and the counter are
    std::size_t record_page = 0; ///< one in the middle of the table of records

    /// The latest state of each chatbot.
    std::map<human_support::ChatbotId, human_support::FeedChange> states;
};

/// The one that all tests share.
SoundFile const& sound();
