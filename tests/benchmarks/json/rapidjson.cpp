// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "respond.hpp"

#include <human_support/settings_json.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::HumanSupportSettings;
using human_support::SettingsRecord;

bool read(rapidjson::Value const& json, bool& value) {
    value = json.IsTrue();
    return json.IsBool();
}

bool read(rapidjson::Value const& json, std::string& value) {
    if (json.IsString()) {
        value.assign(json.GetString(), json.GetStringLength());
    }
    return json.IsString();
}

bool read(rapidjson::Value const& json, std::vector<std::string>& value) {
    if (!json.IsArray()) {
        return false;
    }
    value.resize(json.Size());
    bool are_texts = true;
    for (rapidjson::SizeType i = 0; i < json.Size(); ++i) {
        are_texts = are_texts && read(json[i], value[i]);
    }
    return are_texts;
}

bool change(rapidjson::Value const& members, HumanSupportSettings& settings,
            HumanSupportSettings const& defaults) {
    bool is_right = members.IsObject();
    human_support::for_each_field([&](auto const& field) {
        if (!is_right) {
            return;
        }
        rapidjson::Value const name(
            rapidjson::StringRef(field.json_name.data(), field.json_name.size()));
        auto const member = members.FindMember(name);
        if (member == members.MemberEnd()) {
            return;
        }
        if (member->value.IsNull()) {
            settings.*field.member = defaults.*field.member;
        } else {
            is_right = read(member->value, settings.*field.member);
        }
    });
    return is_right;
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, bool value) { writer.Bool(value); }
void write(Writer& writer, std::string const& value) {
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void write(Writer& writer, std::vector<std::string> const& value) {
    writer.StartArray();
    for (auto const& text : value) {
        write(writer, text);
    }
    writer.EndArray();
}
void write(Writer& writer, boost::uuids::uuid const& value) {
    write(writer, human_support::detail::to_uuid_text(value));
}
void write(Writer& writer, human_support::Timestamp value) {
    write(writer, human_support::to_rfc3339(value));
}

std::string written(SettingsRecord const& record) {
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    human_support::detail::ResponseMembers{record}([&](std::string_view name, auto const& value) {
        writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        write(writer, value);
    });
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

} // namespace

Respond by_rapidjson() {
    return [defaults = HumanSupportSettings()](
               std::string_view body, SettingsRecord record) -> std::optional<std::string> {
        using Pool = rapidjson::MemoryPoolAllocator<>;
        std::array<char, 4096> memory; // NOLINT(cppcoreguidelines-pro-type-member-init): is written
        Pool pool(memory.data(), memory.size());
        std::array<char, 1024> stack_memory; // NOLINT(cppcoreguidelines-pro-type-member-init)
        Pool stack(stack_memory.data(), stack_memory.size());
        rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, Pool> document(
            &pool, stack_memory.size() / 2, &stack);
        document.Parse<rapidjson::kParseValidateEncodingFlag>(body.data(), body.size());
        if (document.HasParseError() || !change(document, record.settings, defaults)) {
            return std::nullopt;
        }
        return written(record);
    };
}

} // namespace benchmarks
