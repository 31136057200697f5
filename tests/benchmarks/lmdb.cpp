// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "lmdb.hpp"

#include <human_support/settings_json.hpp>

#include <boost/json/serialize.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace benchmarks {

namespace {

MDB_val value_of(std::string const& text) {
    return {text.size(), const_cast<char*>(text.data())}; // LMDB does not change it
}

} // namespace

Lmdb::Lmdb(std::filesystem::path const& file,
           std::span<human_support::SettingsRecordPtr const> records) {
    constexpr std::size_t largest_file = std::size_t{16} << 30;
    std::filesystem::remove(file);
    MDB_env* environment = nullptr;
    check(mdb_env_create(&environment));
    environment_.reset(environment);
    check(mdb_env_set_mapsize(environment, largest_file));
    check(mdb_env_open(environment, file.c_str(), MDB_NOSUBDIR | MDB_NOTLS | MDB_NOSYNC, 0600));
    MDB_txn* transaction = nullptr;
    check(mdb_txn_begin(environment, nullptr, 0, &transaction));
    check(mdb_dbi_open(transaction, nullptr, 0, &table_));
    for (auto const& record : records) {
        auto const text = boost::json::serialize(human_support::to_json(*record));
        auto key = value_of(record->chatbot_id.str());
        auto value = value_of(text);
        check(mdb_put(transaction, table_, &key, &value, MDB_APPEND));
    }
    check(mdb_txn_commit(transaction));
}

void Lmdb::check(int result) {
    if (result != MDB_SUCCESS) {
        throw std::runtime_error(mdb_strerror(result));
    }
}

Lmdb::Reader::Reader(Lmdb const& lmdb) : table_(lmdb.table_) {
    MDB_txn* transaction = nullptr;
    check(mdb_txn_begin(lmdb.environment_.get(), nullptr, MDB_RDONLY, &transaction));
    transaction_.reset(transaction);
    mdb_txn_reset(transaction);
}

std::optional<std::string_view>
Lmdb::Reader::get(human_support::ChatbotId const& chatbot_id) const {
    auto key = value_of(chatbot_id.str());
    MDB_val value{};
    auto const result = mdb_get(transaction_.get(), table_, &key, &value);
    if (result == MDB_NOTFOUND) {
        return std::nullopt;
    }
    check(result);
    return std::string_view(static_cast<char const*>(value.mv_data), value.mv_size);
}

} // namespace benchmarks
