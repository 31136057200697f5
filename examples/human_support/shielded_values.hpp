// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace program {

// CLI11 takes the next word for the value of "--db=", and takes apart values in brackets, which
// JSON has too. A NUL before such a value, which no word of a command line can have, keeps it
// whole.

/// The words after the program's name, the last one first, as CLI11 takes them.
[[nodiscard]] std::vector<std::string> shielded_words(int count, char const* const* text);

/// Makes every option of `app` and its commands take the NUL away before the value is looked at,
/// and refuse a value if it has none.
void unshield_values(CLI::App& app);

[[nodiscard]] std::string unshielded(std::string text);

} // namespace program
