// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <cstddef>
#include <filesystem>
#include <vector>

namespace benchmarks {

/// The id of chatbot `number`. Ids have the order of their numbers.
[[nodiscard]] human_support::ChatbotId chatbot_id(std::size_t number);

/// The record of chatbot `number`: an account has ten chatbots, and every fourth chatbot notifies
/// somebody.
[[nodiscard]] human_support::SettingsRecord sample_record(std::size_t number);

/// Random numbers below `records`, the same ones in every run.
[[nodiscard]] std::vector<std::size_t> random_numbers(std::size_t count, std::size_t records);

/// How many records a file has that is written to.
inline constexpr std::size_t written_records = 100'000;

/// Changes of random records of such a file, the same ones in every run.
[[nodiscard]] std::vector<human_support::Write> random_writes(std::size_t count);

/// Database files that the library made, in a folder that keeps them from run to run.
class SampleFiles {
public:
    explicit SampleFiles(std::filesystem::path folder);

    [[nodiscard]] std::filesystem::path const& folder() const noexcept { return folder_; }

    /// A file with the records of the chatbots 0 to `records` - 1. It is kept, so nobody writes to
    /// it.
    [[nodiscard]] std::filesystem::path with_records(std::size_t records) const;

    /// A file with as many erasures and no records. They were made at the milliseconds 0 to
    /// `erasures` - 1, of chatbots in no order. It is kept, too. A multiple of 1000.
    [[nodiscard]] std::filesystem::path with_erasures(std::size_t erasures) const;

    /// A copy of a file to write to, in the place of any older one of this name.
    [[nodiscard]] std::filesystem::path copy(std::filesystem::path const& original,
                                             char const* name) const;

private:
    /// Calls `make(file)` unless there is a file of `count` `what` that was made before.
    template <class Make>
    [[nodiscard]] std::filesystem::path made_once(std::size_t count, char const* what,
                                                  Make const& make) const;

    std::filesystem::path folder_;
};

} // namespace benchmarks
