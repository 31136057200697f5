// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "json_text.hpp"

#include "terminal_text.hpp"
#include "utf8.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace program {

namespace {

/// Tells whether a byte is a code point of its own that every terminal shows. Most are, which makes
/// it worth looking at them alone.
constexpr bool is_plain(char byte) noexcept { return byte >= ' ' && byte <= '~'; }

class IndentedWriter {
public:
    void write(boost::json::value const& json) {
        if (auto const* object = json.if_object(); object != nullptr && !object->empty()) {
            write_block('{', '}', *object, [this](auto const& member) {
                text_ += one_line(member.key()) + ": ";
                write(member.value());
            });
        } else if (auto const* array = json.if_array(); array != nullptr && !array->empty()) {
            write_block('[', ']', *array, [this](auto const& element) { write(element); });
        } else {
            text_ += one_line(json);
        }
    }

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

private:
    template <class Items, class WriteItem>
    void write_block(char open, char close, Items const& items, WriteItem const& write_item) {
        text_ += open;
        ++depth_;
        bool first = true;
        for (auto const& item : items) {
            text_ += first ? "" : ",";
            first = false;
            start_line();
            write_item(item);
        }
        --depth_;
        start_line();
        text_ += close;
    }

    void start_line() {
        text_ += '\n';
        text_.append(2 * depth_, ' ');
    }

    std::string text_;
    std::size_t depth_ = 0;
};

} // namespace

std::string one_line(boost::json::value const& json) {
    return for_terminal(boost::json::serialize(json));
}

std::string for_terminal(std::string_view json_text) {
    std::string safe;
    for (std::string_view rest = json_text; !rest.empty();) {
        auto const plain =
            static_cast<std::size_t>(std::ranges::find_if_not(rest, is_plain) - rest.begin());
        if (plain > 0) {
            safe += rest.substr(0, plain);
            rest.remove_prefix(plain);
            continue;
        }
        auto const [code_point, bytes] = first_code_point(rest);
        if (disturbs_terminal(code_point) || code_point == replacement_character) {
            safe += fmt::format("\\u{:04x}", static_cast<unsigned>(code_point));
        } else {
            safe += rest.substr(0, bytes);
        }
        rest.remove_prefix(bytes);
    }
    return safe;
}

std::string indented(boost::json::value const& json) {
    IndentedWriter writer;
    writer.write(json);
    return writer.text();
}

} // namespace program
