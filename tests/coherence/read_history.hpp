// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <chrono>
#include <cstdint>
#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

/// The time of `std::chrono::steady_clock`, which all processes of a machine share, in nanoseconds.
using Moment = std::int64_t;

/// A write that was reported as stored.
struct HistoryWrite {
    std::string chatbot;
    human_support::Revision revision = 0;
    std::uint64_t content = 0; ///< a number that no other write has; 0 for an erasure
    Moment begin = 0;
    Moment end = 0;
    std::string cache; ///< through which it was made; "-" if through none
};

/// Reads of one chatbot by one thread that saw the same, one after another.
struct HistoryRead {
    std::string chatbot;
    human_support::Revision revision = 0; ///< 0 for an absence
    std::uint64_t content = 0;            ///< 0 for an absence
    Moment begin = 0;                     ///< of the last of them
    Moment end = 0;                       ///< of the first of them
    Moment as_of = 0;                     ///< every write that ended before shows; the latest
    Moment age = 0;                       ///< the greatest time from `as_of` to the begin
};

/// Tells what is wrong with what threads read in caches while others wrote, knowing every write of
/// each chatbot. For each read it finds the states of the chatbot that it may have seen: those not
/// begun after it, not before the moment that the read itself reported, and not before a
/// write that was made through the same cache and had ended. A record is one state; an absence may
/// be any without a record. The reads of a thread must be explained by states in their order, so
/// each takes the earliest that it can.
class ReadHistory {
public:
    using Faults = std::vector<std::string>;

    /// No read may report a greater age.
    explicit ReadHistory(Moment greatest_age) : greatest_age_(greatest_age) {}

    void add(HistoryWrite write);

    /// Adds what `thread` saw next, in a cache.
    void add(std::string const& cache, std::string const& thread, HistoryRead read);

    /// Adds lines that a `ReadRecorder` or `print` made.
    void add_lines(std::istream& lines);

    [[nodiscard]] Faults faults() const;

    [[nodiscard]] std::size_t writes() const;
    [[nodiscard]] std::size_t reads() const;

private:
    using States = std::map<human_support::Revision, HistoryWrite>;

    [[nodiscard]] std::string fault_of(std::string const& cache, HistoryRead const& read,
                                       human_support::Revision& last) const;

    Moment greatest_age_;
    std::map<std::string, States> states_; ///< of each chatbot
    std::map<std::pair<std::string, std::string>, std::vector<HistoryRead>> reads_;
    Faults faults_of_writes_;
};

/// What one thread reads, of which it keeps no more than the check needs.
class ReadRecorder {
public:
    /// Notes a read. `age` is what it reported.
    void add(HistoryRead read);

    /// Prints the reads as lines for `ReadHistory::add_lines`.
    void print(std::ostream& out, std::string const& cache, std::string const& thread) const;

private:
    std::vector<HistoryRead> reads_;
    std::map<std::string, std::vector<std::size_t>> of_chatbot_; ///< the last two
};

void print(std::ostream& out, HistoryWrite const& write);
