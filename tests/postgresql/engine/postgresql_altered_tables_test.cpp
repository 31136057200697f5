// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "postgresql/server_user.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// Sends to a file what this process prints as errors, until its end.
class CapturedErrors {
public:
    explicit CapturedErrors(std::filesystem::path const& file)
        : before_(dup(STDERR_FILENO)), file_(open(file.c_str(), O_WRONLY | O_CREAT, 0600)) {
        REQUIRE(file_ >= 0);
        dup2(file_, STDERR_FILENO);
    }
    CapturedErrors(CapturedErrors const&) = delete;
    CapturedErrors& operator=(CapturedErrors const&) = delete;
    ~CapturedErrors() {
        dup2(before_, STDERR_FILENO);
        close(before_);
        close(file_);
    }

private:
    int before_;
    int file_;
};

auto const stored_bot = sample_record("bot");

/// A store that has a record, and a connection to it that alters it.
struct AlteredStore {
    std::string place = shared_server().fresh_schema();
    std::unique_ptr<PostgresqlRepository> repository = opened(place);
    SqlConnection sql{place};

    AlteredStore() { REQUIRE(store(*repository, stored_bot)); }

    /// What a read and a write fail with; none if they do not.
    std::optional<Errc> read() const {
        auto const found = repository->find(stored_bot.chatbot_id);
        return found ? std::nullopt : std::optional(found.error().code());
    }
    std::optional<Errc> write() const {
        auto const result = store(*repository, stored_bot);
        return result ? std::nullopt : std::optional(result.error().code());
    }
};

} // namespace

TEST_CASE("Calls fail while a table is not there, and go on once it is back") {
    AlteredStore altered;
    altered.sql.execute("ALTER TABLE human_support_settings RENAME TO elsewhere");
    auto const refused = altered.repository->find(stored_bot.chatbot_id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Errc::storage_failed);
    CHECK(contains(refused.error().message(), "altered the tables, or dropped them"));
    CHECK(altered.write() == Errc::storage_failed);
    CHECK(altered.repository->changes(std::nullopt, 1) == Errc::storage_failed);
    altered.sql.execute("ALTER TABLE elsewhere RENAME TO human_support_settings");
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.write() == std::nullopt);

    altered.sql.execute("DROP TABLE human_support_settings, human_support_erasures, "
                        "human_support_store");
    CHECK(altered.read() == Errc::storage_failed);
    CHECK(altered.write() == Errc::storage_failed);
}

TEST_CASE("Calls fail while a column is not there, and go on once it is back") {
    AlteredStore altered;
    altered.sql.execute("ALTER TABLE human_support_settings RENAME updated_by TO by");
    CHECK(altered.read() == Errc::storage_failed);
    CHECK(altered.write() == Errc::storage_failed);
    altered.sql.execute("ALTER TABLE human_support_settings RENAME by TO updated_by");
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.write() == std::nullopt);
}

TEST_CASE("A column of another type is no record, and is one once it is of its type again") {
    AlteredStore altered;
    altered.sql.execute("ALTER TABLE human_support_settings ALTER updated_by TYPE varchar(100)");
    CHECK(altered.read() == Errc::storage_corrupt);
    altered.sql.execute("ALTER TABLE human_support_settings ALTER updated_by TYPE text");
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.write() == std::nullopt);

    altered.sql.execute("ALTER TABLE human_support_settings ALTER revision TYPE int");
    CHECK(altered.read() == Errc::storage_corrupt);
    CHECK(altered.write() == Errc::storage_failed);
    altered.sql.execute("ALTER TABLE human_support_settings ALTER revision TYPE bigint");
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.write() == std::nullopt);
}

TEST_CASE("Indexes may come and go") {
    AlteredStore altered;
    altered.sql.execute("DROP INDEX human_support_settings_by_revision");
    altered.sql.execute("CREATE INDEX theirs ON human_support_settings (updated_by)");
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.write() == std::nullopt);
    altered.sql.execute("CREATE UNIQUE INDEX human_support_settings_by_revision "
                        "ON human_support_settings (revision)");
    CHECK(altered.write() == std::nullopt);

    altered.sql.execute(
        "ALTER TABLE human_support_settings DROP CONSTRAINT human_support_settings_pkey");
    CHECK(altered.write() == std::nullopt);
    CHECK(altered.read() == std::nullopt);
    altered.sql.execute("ALTER TABLE human_support_settings ADD PRIMARY KEY (chatbot_id)");
    CHECK(altered.write() == std::nullopt);
    CHECK(altered.repository->changes(std::nullopt, 10).value().mark.revision == 5);
}

TEST_CASE("A column that others have added is left alone, if it may be left out") {
    AlteredStore altered;
    altered.sql.execute("ALTER TABLE human_support_settings ADD theirs text");
    altered.sql.execute("UPDATE human_support_settings SET theirs = 'kept'");
    CHECK(altered.write() == std::nullopt);
    CHECK(altered.read() == std::nullopt);
    CHECK(altered.sql.execute("SELECT theirs FROM human_support_settings") == "kept");
    altered.sql.execute("ALTER TABLE human_support_settings ALTER theirs SET NOT NULL");
    CHECK(store(*altered.repository, sample_record("other")) == Errc::storage_failed);
    CHECK(altered.read() == std::nullopt);
}

TEST_CASE("A counter that is damaged gives no revision twice") {
    AlteredStore altered;
    altered.sql.execute("UPDATE human_support_store SET last_revision = 0");
    CHECK(store(*altered.repository, sample_record("other")) == Errc::storage_corrupt);
    altered.sql.execute("UPDATE human_support_store SET last_revision = 9223372036854775807");
    CHECK(altered.write() == Errc::storage_corrupt);
    altered.sql.execute("UPDATE human_support_store SET last_revision = 9223372036854775805");
    CHECK(altered.write() == std::nullopt);
    CHECK(altered.read() == std::nullopt);
}

TEST_CASE("Nothing that the server remarks is printed") {
    TemporaryFolder const folder;
    AlteredStore altered;
    altered.sql.execute("CREATE FUNCTION remark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                        "RAISE NOTICE 'a notice'; RAISE WARNING 'a warning'; RETURN NULL; END $$");
    altered.sql.execute("CREATE TRIGGER remark AFTER INSERT ON human_support_settings "
                        "EXECUTE FUNCTION remark()");
    std::optional<Errc> failure;
    {
        CapturedErrors const errors(folder / "errors");
        failure = altered.write();
        auto const another = opened(altered.place + " client_encoding=LATIN1");
        failure = failure ? failure : altered.read();
    }
    CHECK(failure == std::nullopt);
    CHECK(text_of(folder / "errors").empty());
}
