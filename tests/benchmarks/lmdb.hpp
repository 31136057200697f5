// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <lmdb.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace benchmarks {

/// An LMDB file with the JSON of records, in the place of any older one. Throws on any failure.
class Lmdb {
public:
    Lmdb(std::filesystem::path const& file,
         std::span<human_support::SettingsRecordPtr const> records);

    /// What one thread reads with: a transaction that each read renews.
    class Reader {
    public:
        explicit Reader(Lmdb const& lmdb);

        /// Calls `use(text)` with the JSON as it is in the file. Returns whether there is some.
        template <class Use>
        bool find(human_support::ChatbotId const& chatbot_id, Use const& use) {
            check(mdb_txn_renew(transaction_.get()));
            auto const text = get(chatbot_id);
            if (text) {
                use(*text);
            }
            mdb_txn_reset(transaction_.get());
            return text.has_value();
        }

    private:
        struct Abort {
            void operator()(MDB_txn* transaction) const noexcept { mdb_txn_abort(transaction); }
        };

        [[nodiscard]] std::optional<std::string_view>
        get(human_support::ChatbotId const& chatbot_id) const;

        std::unique_ptr<MDB_txn, Abort> transaction_;
        MDB_dbi table_;
    };

private:
    struct Close {
        void operator()(MDB_env* environment) const noexcept { mdb_env_close(environment); }
    };

    static void check(int result);

    std::unique_ptr<MDB_env, Close> environment_;
    MDB_dbi table_ = 0;
};

} // namespace benchmarks
