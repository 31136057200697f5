// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/field_check.hpp>
#include <human_support/detail/json_pointer.hpp>
#include <human_support/detail/text_pieces.hpp>
#include <human_support/limits.hpp>
#include <human_support/settings_patch.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace human_support::detail {

/// Removes all but the first of names that are equal.
inline void keep_first_of_each(std::vector<std::string>& names) {
    std::vector<std::string const*> sorted;
    sorted.reserve(names.size());
    for (auto const& name : names) {
        sorted.push_back(&name);
    }
    std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) {
        int const order = a->compare(*b);
        return order != 0 ? order < 0 : a < b;
    });
    std::vector<bool> repeats(names.size());
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        repeats[static_cast<std::size_t>(sorted[i] - names.data())] = *sorted[i] == *sorted[i - 1];
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!repeats[i]) {
            std::swap(names[kept++], names[i]);
        }
    }
    names.resize(kept);
}

/// Reads a merge patch from the events of Boost.JSON's `basic_parser`, whose names its functions
/// have. What counts of a repeated member is the last, and which mistakes come first is a matter of
/// the table, so that everything waits in here until the end.
class PatchReader {
public:
    using Code = boost::system::error_code;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    /// Reads `patch`, which is empty, from `json`. It may have members with the names `ignored`,
    /// which say nothing. All are borrowed.
    PatchReader(SettingsPatch& patch, std::string_view json,
                std::span<std::string_view const> ignored)
        : patch_(patch), pieces_(json), ignored_(ignored) {}

    /// Tells whether the text is an object.
    [[nodiscard]] bool is_object() const noexcept { return is_object_; }

    /// Completes the patch, once the parser has ended well.
    void complete(Limits const& limits) {
        auto* action = patch_.actions_.data();
        for_each_field([&, reading = readings_.begin()](auto const& field) mutable {
            *action++ = complete_field(field, *reading++, limits);
        });
    }

    /// Moves the names of the members that are unknown out, each once, in the order of the text.
    [[nodiscard]] std::vector<std::string> take_unknown_members() {
        if (unknown_members_.size() > 1) {
            keep_first_of_each(unknown_members_);
        }
        return std::move(unknown_members_);
    }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }

    bool on_object_begin(Code&) {
        is_object_ = is_object_ || depth_ == 0;
        note_other(Value::wrong_type);
        ++depth_;
        return true;
    }
    bool on_object_end(std::size_t, Code&) {
        --depth_;
        return true;
    }

    bool on_array_begin(Code&) {
        if (depth_ == 1 && list_ != nullptr) {
            list_->clear();
            note(Value::right_type);
        } else {
            note_other(Value::wrong_type);
        }
        ++depth_;
        return true;
    }
    bool on_array_end(std::size_t, Code&) {
        --depth_;
        return true;
    }

    bool on_key_part(std::string_view piece, std::size_t, Code&) {
        if (depth_ == 1) {
            pieces_.add(piece);
        }
        return true;
    }
    bool on_key(std::string_view piece, std::size_t size, Code&) {
        if (depth_ != 1) {
            return true;
        }
        if (piece.size() == size) {
            begin_member(piece);
        } else {
            begin_member(pieces_.complete(piece, size));
        }
        return true;
    }

    bool on_string_part(std::string_view piece, std::size_t, Code&) {
        if (place_of_text() != Place::none) {
            pieces_.add(piece);
        }
        return true;
    }
    bool on_string(std::string_view piece, std::size_t size, Code&) {
        switch (place_of_text()) {
        case Place::member:
            *text_ = pieces_.complete(piece, size);
            note(Value::right_type);
            break;
        case Place::element: add_element() = pieces_.complete(piece, size); break;
        case Place::none: note_other(Value::wrong_type); break;
        }
        return true;
    }

    bool on_bool(bool value, Code&) {
        if (depth_ == 1 && flag_ != nullptr) {
            *flag_ = value;
            note(Value::right_type);
        } else {
            note_other(Value::wrong_type);
        }
        return true;
    }

    bool on_null(Code&) {
        note_other(Value::null);
        return true;
    }

    // No setting is a number, so its size does not matter.
    bool on_number_part(std::string_view, Code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, Code&) { return on_number(); }
    bool on_uint64(std::uint64_t, std::string_view, Code&) { return on_number(); }
    bool on_double(double, std::string_view, Code&) { return on_number(); }

    // The parser refuses comments.
    bool on_comment_part(std::string_view, Code&) { return true; }
    bool on_comment(std::string_view, Code&) { return true; }

private:
    /// What the last member with a setting's name had for a value.
    enum class Value { absent, null, right_type, wrong_type };

    struct Reading {
        Value value = Value::absent;
        std::vector<std::size_t> not_texts = {}; ///< the elements of a list that are no strings
    };

    /// Where a text goes.
    enum class Place { member, element, none };

    /// Notes the mistakes of the last value that a field had, and returns what it does to it.
    template <class T>
    PatchAction complete_field(Field<T> const& field, Reading const& reading,
                               Limits const& limits) {
        T& value = patch_.values_.*field.member;
        if (reading.value == Value::right_type) {
            if (reading.not_texts.empty()) {
                return PatchAction::set;
            }
            if constexpr (std::is_same_v<T, std::vector<std::string>>) {
                // It equals no stored list, so it can be checked at once.
                FieldCheck(field.json_name, limits, patch_.violations_)
                    .emails(value, reading.not_texts);
            }
        } else if (reading.value == Value::wrong_type) {
            patch_.reject(
                wrong_type(json_pointer(field.json_name), wanted(std::type_identity<T>{})));
        }
        value = T(); // an earlier member with its name may have set it
        return reading.value == Value::null ? PatchAction::reset : PatchAction::keep;
    }

    bool on_number() {
        note_other(Value::wrong_type);
        return true;
    }

    void begin_member(std::string_view name) {
        flag_ = nullptr;
        text_ = nullptr;
        list_ = nullptr;
        reading_ = nullptr;
        for_each_field([&, reading = readings_.data()](auto const& field) mutable {
            if (field.json_name == name) {
                read_into(patch_.values_.*field.member);
                reading_ = reading;
            }
            ++reading;
        });
        if (reading_ == nullptr &&
            std::find(ignored_.begin(), ignored_.end(), name) == ignored_.end()) {
            unknown_members_.emplace_back(name);
        }
    }

    void read_into(bool& value) { flag_ = &value; }
    void read_into(std::string& value) { text_ = &value; }
    void read_into(std::vector<std::string>& value) { list_ = &value; }

    [[nodiscard]] Place place_of_text() const {
        return depth_ == 1 && text_ != nullptr   ? Place::member
               : depth_ == 2 && list_ != nullptr ? Place::element
                                                 : Place::none;
    }

    void note(Value value) {
        if (reading_ != nullptr) {
            reading_->value = value;
            reading_->not_texts.clear();
        }
    }

    /// Notes a value that is not of the type that it should be.
    void note_other(Value value) {
        if (depth_ == 1) {
            note(value);
            list_ = nullptr; // what is in an object is no element
        } else if (depth_ == 2 && list_ != nullptr) {
            reading_->not_texts.push_back(list_->size());
            add_element(); // holds its place
        }
    }

    std::string& add_element() {
        if (list_->capacity() == 0) {
            list_->reserve(8); // enough for most
        }
        return list_->emplace_back();
    }

    SettingsPatch& patch_;
    TextPieces pieces_;
    std::span<std::string_view const> ignored_;
    std::size_t depth_ = 0; ///< how many objects and arrays are open
    bool is_object_ = false;
    std::array<Reading, settings_field_count> readings_;
    std::vector<std::string> unknown_members_; ///< with repetitions

    // Where the value of the present member goes: one of these, or none if it is no setting.
    bool* flag_ = nullptr;
    std::string* text_ = nullptr;
    std::vector<std::string>* list_ = nullptr;
    Reading* reading_ = nullptr; ///< of the present member; null if it is no setting
};

} // namespace human_support::detail
