// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "postgresql/local_socket.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// A message of a server (https://www.postgresql.org/docs/current/protocol-message-formats.html).
std::string server_message(char type, std::string const& content) {
    auto const size = static_cast<char>(content.size() + 4);
    return std::string{type, '\0', '\0', '\0', size} + content;
}

/// Texts that each end with a zero.
std::string ended(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& text : texts) {
        all += text + '\0';
    }
    return all;
}

/// What a server of a version says to whom it lets in.
std::string welcome(std::string const& version) {
    return server_message('R', std::string(4, '\0')) +
           server_message('S', ended({"server_version", version})) +
           server_message('S', ended({"server_encoding", "UTF8"})) +
           server_message('K', std::string(8, '\1')) + server_message('Z', "I");
}

/// What a server says to whom it does not let in.
std::string rejection(std::string const& sqlstate, std::string const& words) {
    return server_message('E', ended({"SFATAL", "VFATAL", "C" + sqlstate, "M" + words, ""}));
}

/// Says the same to everybody, and nothing more.
class ScriptedServer {
public:
    explicit ScriptedServer(std::string words)
        : words_(std::move(words)), listening_(LocalSocket::listen(folder_ / ".s.PGSQL.5432")),
          thread_([this] { run(); }) {}
    ScriptedServer(ScriptedServer const&) = delete;
    ScriptedServer& operator=(ScriptedServer const&) = delete;
    ~ScriptedServer() {
        ending_ = true;
        thread_.join();
    }

    [[nodiscard]] std::string conninfo() const {
        return "host=" + folder_.path().string() + " port=5432 user=anybody dbname=any";
    }

private:
    void run() {
        std::vector<LocalSocket> clients; // until the end, since they do not read at once
        while (!ending_) {
            pollfd waiting{listening_.handle(), POLLIN, 0};
            poll(&waiting, 1, 10);
            if (auto client = listening_.accept()) {
                send(client->handle(), words_.data(), words_.size(), MSG_NOSIGNAL);
                clients.push_back(*std::move(client));
            }
        }
    }

    std::string const words_;
    TemporaryFolder folder_;
    LocalSocket listening_;
    std::atomic<bool> ending_ = false;
    std::thread thread_; ///< the last, since it uses the others
};

} // namespace

TEST_CASE("A server that is too old is storage_failed") {
    ScriptedServer const server(welcome("12.22"));
    auto const refused = refusal(server.conninfo());
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "version 12"));
    CHECK(contains(refused.message(), "version 13 or newer"));
}

TEST_CASE("A server that does not let anybody in says why") {
    auto const [sqlstate, code] = GENERATE(
        table<std::string, Errc>({{"57P03", Errc::busy},           // it starts, ends or recovers
                                  {"53300", Errc::busy},           // it has no connection left
                                  {"28000", Errc::storage_failed}, // pg_hba.conf does not allow it
                                  {"28P01", Errc::storage_failed}, // the password is wrong
                                  {"3D000", Errc::storage_failed}, // there is no such database
                                  {"42501", Errc::storage_failed}, // the user may not connect to it
                                  {"XX000", Errc::storage_failed}}));
    CAPTURE(sqlstate);
    ScriptedServer const server(rejection(sqlstate, "it says so"));
    auto const refused = refusal(server.conninfo());
    CHECK(refused.code() == code);
    CHECK(contains(refused.message(), "it says so"));
    CHECK(contains(refused.message(), sqlstate));
}

TEST_CASE("What is no server of PostgreSQL is storage_failed") {
    ScriptedServer const server("HTTP/1.1 400 Bad Request\r\n\r\n");
    CHECK(refusal(server.conninfo()) == Errc::storage_failed);
}
