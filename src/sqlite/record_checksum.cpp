// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_checksum.hpp"

#include "engine/record_members.hpp"

#include <human_support/settings_fields.hpp>

#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

namespace human_support::sqlite {

namespace {

/// Takes eight bytes in each step. Each step is a bijection, so that damage in one place always
/// changes the sum. As fast as reading the record's texts.
class Hash {
public:
    void add(std::uint64_t word) noexcept {
        sum_ = (sum_ ^ word) *
               0x9E3779B97F4A7C15U; // 2^64 divided by the golden ratio: odd, mixes well
        sum_ ^= sum_ >> 32U;
    }

    void add(std::int64_t number) noexcept { add(static_cast<std::uint64_t>(number)); }

    void add(bool value) noexcept { add(std::uint64_t{value ? 1U : 0U}); }

    void add(std::string_view text) noexcept {
        add(std::uint64_t{text.size()});
        for (; text.size() >= word_size; text.remove_prefix(word_size)) {
            add(little_endian(text.data(), word_size));
        }
        add(little_endian(text.data(), text.size()));
    }

    template <class Kind>
    void add(Id<Kind> const& id) noexcept {
        add(std::string_view(id.str()));
    }

    void add(boost::uuids::uuid const& id) noexcept {
        add(std::string_view(reinterpret_cast<char const*>(&*id.begin()), id.size()));
    }

    void add(Timestamp time) noexcept { add(std::int64_t{time.time_since_epoch().count()}); }

    void add(std::vector<std::string> const& texts) noexcept {
        add(std::uint64_t{texts.size()});
        for (auto const& text : texts) {
            add(std::string_view(text));
        }
    }

    [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

private:
    static constexpr std::size_t word_size = sizeof(std::uint64_t);

    static std::uint64_t little_endian(char const* bytes, std::size_t count) noexcept {
        std::uint64_t word = 0;
        if constexpr (std::endian::native == std::endian::little) {
            std::memcpy(&word, bytes, count);
        } else {
            for (std::size_t i = 0; i < count; ++i) {
                word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
            }
        }
        return word;
    }

    std::uint64_t sum_ = 0;
};

constexpr std::uint64_t count_mask = 0xFF;
constexpr std::uint64_t mark = 0xA500;
constexpr std::uint64_t mark_mask = 0xFF00;
constexpr std::uint64_t hash_mask = ~(mark_mask | count_mask);
static_assert(settings_field_count <= count_mask);

std::int64_t checksum_of_first(std::size_t count, SettingsRecord const& record, Revision revision) {
    Hash hash;
    engine::for_each_record_member(
        [&](auto const& member) { hash.add(member.stored(record, revision)); });
    std::size_t index = 0;
    for_each_field([&](auto const& field) {
        if (index++ < count) {
            hash.add(record.settings.*field.member);
        }
    });
    return static_cast<std::int64_t>((hash.sum() & hash_mask) | mark | count);
}

} // namespace

std::int64_t record_checksum(SettingsRecord const& record, Revision revision) {
    return checksum_of_first(settings_field_count, record, revision);
}

bool checksum_fits(std::int64_t checksum, SettingsRecord const& record) {
    auto const bits = static_cast<std::uint64_t>(checksum);
    auto const count = bits & count_mask;
    if (count > settings_field_count) {
        return (bits & mark_mask) == mark;
    }
    return checksum == checksum_of_first(count, record, record.revision);
}

} // namespace human_support::sqlite
