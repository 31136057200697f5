// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

namespace program {

/// A text that is put together line by line.
class FormattedLines {
public:
    template <class... Parts>
    void add(fmt::format_string<Parts...> format, Parts&&... parts) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Parts>(parts)...);
        text_ += '\n';
    }

    /// Returns it without the last line feed.
    [[nodiscard]] std::string text() const { return text_.substr(0, text_.size() - 1); }

private:
    std::string text_;
};

} // namespace program
