// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "json_text.hpp"

#include "terminal_text.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <human_support/detail/unicode.hpp>

#include <cstddef>
#include <string_view>

namespace program {

namespace {

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
    std::string const text = boost::json::serialize(json);
    std::string safe;
    std::size_t copied = 0;
    std::size_t at = 0;
    human_support::detail::for_each_code_point(text, [&](char32_t code_point) {
        std::size_t const length = code_point < 0x80      ? 1
                                   : code_point < 0x800   ? 2
                                   : code_point < 0x10000 ? 3
                                                          : 4;
        if (disturbs_terminal(code_point)) {
            safe.append(text, copied, at - copied);
            safe += fmt::format("\\u{:04x}", static_cast<unsigned>(code_point));
            copied = at + length;
        }
        at += length;
    });
    return safe.append(text, copied);
}

std::string indented(boost::json::value const& json) {
    IndentedWriter writer;
    writer.write(json);
    return writer.text();
}

} // namespace program
