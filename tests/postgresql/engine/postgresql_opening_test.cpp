// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "postgresql/local_socket.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// Whether a process opens a repository that its environment tells of, as `pairs` say.
bool opens_by_environment(std::map<std::string, std::string> const& pairs,
                          std::string const& conninfo) {
    pid_t const process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        for (auto const& [name, value] : pairs) {
            setenv(name.c_str(), value.c_str(), 1);
        }
        auto const repository = PostgresqlRepository::open(conninfo);
        bool const stores = repository && store(**repository, sample_record("bot"));
        _exit(stores ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("A wrong password is storage_failed, and is not shown") {
    ServerOptions options;
    options.tcp = true;
    options.password = "s3cret-right";
    PostgresqlServer server(options);
    CHECK(opened(server.tcp_conninfo()));
    auto const refused = refusal(server.tcp_conninfo("password=s3cret-wrong"));
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "password authentication failed"));
    CHECK_FALSE(contains(refused.message(), "s3cret"));
    auto const nobody = refusal(server.tcp_conninfo("user=nobody_here"));
    CHECK(nobody == Errc::storage_failed);
    CHECK_FALSE(contains(nobody.message(), "s3cret"));
}

TEST_CASE("What is no connection string is invalid_argument, and no part of it is shown") {
    std::string const conninfo =
        GENERATE(as<std::string>(), "postgresql://user:s3cret%zz@127.0.0.1:1/database",
                 "postgresql://user:s3cret/s3cret@127.0.0.1:1/database",
                 "postgresql://user:1/s3cret@127.0.0.1:1/database",
                 "postgresql://user:s3cret@s3cret@127.0.0.1:1/database",
                 "postgres://user:x@127.0.0.1,s3cret@127.0.0.1:1/database",
                 "postgresql://user:x@host:s3cret@127.0.0.1/database", "no_such_option=s3cret",
                 "host=127.0.0.1 password=s3cret s3cret", "host='s3cret",
                 std::string("host=127.0.0.1 port=1\0password=s3cret", 37), "s3cret");
    CAPTURE(conninfo);
    auto const refused = refusal(conninfo);
    CHECK(refused == Errc::invalid_argument);
    CHECK_FALSE(contains(refused.message(), "s3cret"));
}

TEST_CASE("A server that cannot be reached is storage_failed") {
    TemporaryFolder const folder;
    auto const nowhere = refusal("host=" + folder.path().string() + " password=s3cret");
    CHECK(nowhere == Errc::storage_failed);
    CHECK(contains(nowhere.message(), folder.path().string()));
    CHECK_FALSE(contains(nowhere.message(), "s3cret"));

    auto const port = std::to_string(LocalSocket::listen_on_tcp().port());
    auto const refused = refusal("postgresql://user:s3cret@127.0.0.1:" + port + "/database");
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "refused"));
    CHECK_FALSE(contains(refused.message(), "s3cret"));

    CHECK(refusal("service=no_such_service") == Errc::storage_failed);
}

TEST_CASE("An option out of its range is invalid_argument") {
    using namespace std::chrono_literals;
    auto const place = shared_server().fresh_schema();
    for (auto const timeout : {0ms, -1ms, 2'147'484ms, std::chrono::milliseconds::max()}) {
        CHECK(refusal(place, {.timeout = timeout}) == Errc::invalid_argument);
    }
    for (std::size_t const readers : {std::size_t{0}, std::size_t{1001}}) {
        CHECK(refusal(place, {.readers = readers}) == Errc::invalid_argument);
    }
    CHECK(opened(place, {.timeout = 2'147'483ms}));
    CHECK(opened(place, {.timeout = 500ms})); // it has to be in time
}

TEST_CASE("A database that is not there is storage_failed") {
    auto const refused = refusal(shared_server().conninfo("dbname=no_such_database"));
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "\"no_such_database\" does not exist"));
}

TEST_CASE("A database that does not take every text is storage_failed") {
    std::string const encoding = GENERATE("SQL_ASCII", "LATIN1", "EUC_JP");
    auto const name = "in_" + encoding;
    shared_server().execute("CREATE DATABASE \"" + name + "\" ENCODING '" + encoding +
                            "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    auto const refused = refusal(shared_server().conninfo("dbname=" + name));
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), encoding));
    CHECK(contains(refused.message(), "ENCODING 'UTF8'"));
}

TEST_CASE("A standby is storage_failed, and with several hosts the primary can be asked for") {
    PostgresqlServer primary;
    auto standby = primary.standby(false);
    auto const refused = refusal(standby.conninfo());
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "target_session_attrs=read-write"));

    auto const hosts = "host='" + standby.folder().string() + "," + primary.folder().string() +
                       "' user=postgres dbname=postgres";
    CHECK(refusal(hosts) == Errc::storage_failed);
    auto const repository = opened(hosts + " target_session_attrs=read-write");
    CHECK(store(*repository, sample_record("bot")));
}

TEST_CASE("A server that has no connection left is busy") {
    auto const role = fresh_role(shared_server(), "CONNECTION LIMIT 2");
    auto const place = shared_server().fresh_schema("user=" + role);
    shared_server().execute("GRANT CREATE, USAGE ON SCHEMA " +
                            SqlConnection(place).execute("SHOW search_path") + " TO " + role);
    auto const refused = refusal(place, {.readers = 2});
    CHECK(refused == Errc::busy);
    CHECK(contains(refused.message(), "too many connections"));
    shared_server().wait_until("SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = '" +
                               role + "'");
    CHECK(opened(place, {.readers = 1}));
}

TEST_CASE("What a connection string leaves out comes from the environment or a service file") {
    auto& server = shared_server();
    TemporaryFolder const folder;
    std::ofstream(folder / "services")
        << "[of_test]\nhost=" << server.folder().string() << "\nport=" << server.port()
        << "\nuser=postgres\ndbname=" << server.fresh_database();
    auto const file = (folder / "services").string();
    CHECK(opens_by_environment({{"PGSERVICEFILE", file}}, "service=of_test"));
    CHECK(opens_by_environment({{"PGSERVICEFILE", file}, {"PGSERVICE", "of_test"}}, ""));
    CHECK(opens_by_environment({{"PGHOST", server.folder().string()},
                                {"PGPORT", std::to_string(server.port())},
                                {"PGUSER", "postgres"}},
                               "dbname=" + server.fresh_database()));
    CHECK_FALSE(opens_by_environment({{"PGSERVICEFILE", file}}, "service=of_another"));
}

TEST_CASE("A connection string may be a URI") {
    auto const& server = shared_server();
    std::string folder;
    for (char const character : server.folder().string()) {
        folder += character == '/' ? std::string("%2F") : std::string(1, character);
    }
    auto const repository =
        opened("postgresql://postgres@" + folder + ":" + std::to_string(server.port()) + "/" +
               shared_server().fresh_database() + "?sslmode=disable");
    CHECK(store(*repository, sample_record("bot")));
}
