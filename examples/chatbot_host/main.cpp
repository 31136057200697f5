// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A chatbot server that embeds the library: the settings by HTTP, a chat for visitors, and a page.
#include "chat.hpp"

#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <httplib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using AccountOf = std::map<std::string, AccountId>;               // of a token or of a chatbot
using AnswerCounts = std::array<std::atomic<std::uint64_t>, 600>; // by status

AccountOf accounts(std::vector<std::string> const& options) {
    AccountOf accounts;
    for (auto const& option : options) {
        auto const split = option.rfind('='); // a token may have some, an account has none
        if (split == 0 || split == option.npos) {
            throw std::runtime_error("--token and --chatbot need a text like NAME=ACCOUNT");
        }
        auto const account = AccountId::parse(option.substr(split + 1)).value();
        accounts.emplace(option.substr(0, split), account);
    }
    return accounts;
}

/// Takes as long for a wrong token as for a right one, so that its time tells nothing.
bool is_same(std::string_view token, std::string_view sent) {
    bool differs = token.size() != sent.size();
    for (std::size_t i = 0; i < sent.size(); ++i) {
        differs |= token[i % token.size()] != sent[i];
    }
    return !differs;
}

Result<Caller> find_caller(AccountOf const& tokens, AccountOf const& chatbots,
                           std::string_view sent, std::string_view chatbot_id) {
    AccountId const* account = nullptr;
    for (auto const& [token, its_account] : tokens) {
        account = is_same(token, sent) ? &its_account : account;
    }
    if (account == nullptr) {
        return Errc::unauthenticated;
    }
    auto const chatbot = chatbots.find(std::string(chatbot_id));
    if (chatbot != chatbots.end() && chatbot->second != *account) {
        return Errc::forbidden;
    }
    return Caller{*account, "a token of " + account->str()};
}

/// The values of a header field, joined as RFC 9110 (section 5.3) says.
std::string field(httplib::Request const& request, char const* name) {
    std::string all;
    auto const [begin, end] = request.headers.equal_range(name);
    for (auto value = begin; value != end; ++value) {
        all += (value == begin ? "" : ", ") + value->second;
    }
    return all;
}

void send(Response const& from, httplib::Response& to) {
    to.status = from.status;
    to.body = from.body;
    for (auto const& header : from.headers) {
        to.set_header(header.name.c_str(), header.value);
    }
    if (from.body.empty() && from.content_length) { // HEAD
        to.set_header("Content-Length", std::to_string(*from.content_length));
    }
}

void add_routes(httplib::Server& server, Endpoint& endpoint, Chat& chat) {
    auto const settings = [&](httplib::Request const& request, httplib::Response& response) {
        auto const chatbot_id = request.matches[1].str();
        auto const authorization = field(request, "Authorization");
        auto const content_type = field(request, "Content-Type");
        auto const if_match = field(request, "If-Match");
        auto const if_none_match = field(request, "If-None-Match");
        send(endpoint.handle({request.method, chatbot_id, authorization, content_type, if_match,
                              if_none_match, request.body}),
             response);
    };
    std::string const chatbot = "(?:/api)?/v1/chatbots/chatbot/([^/]+)/";
    auto const path = chatbot + "human-support-settings";
    server.Get(path, settings).Post(path, settings).Patch(path, settings).Delete(path, settings);
    server.Put(path, settings).Options(path, settings); // which the endpoint answers with 405
    server.Post(chatbot + "messages", [&](auto const& request, auto& response) {
        send(chat.answer(request.matches[1].str(), request.body), response);
    });
}

/// What the host has counted, in Prometheus's text format.
std::string metrics(SqliteRepository const& repository, SettingsCache const& cache,
                    AnswerCounts const& answers) {
    std::string text = "# TYPE http_answers_total counter\n";
    for (std::size_t status = 0; status < answers.size(); ++status) {
        if (answers[status] != 0) {
            text += fmt::format("http_answers_total{{status=\"{}\"}} {}\n", status,
                                answers[status].load());
        }
    }
    auto const add = [&](char const* name, char const* type, auto value) {
        text += fmt::format("# TYPE {0} {1}\n{0} {2}\n", name, type, value);
    };
    auto const engine = repository.counters();
    add("human_support_commits_total", "counter", engine.commits);
    add("human_support_busy_retries_total", "counter", engine.busy_retries);
    add("human_support_failed_checkpoints_total", "counter", engine.failed_checkpoints);
    add("human_support_wal_bytes", "gauge", engine.wal_bytes);
    auto const cached = cache.counters();
    add("human_support_cache_hits_total", "counter", cached.hits);
    add("human_support_cache_misses_total", "counter", cached.misses);
    add("human_support_cache_failures_total", "counter", cached.failures);
    add("human_support_cache_records", "gauge", cached.records);
    return text;
}

std::string content_of(char const* file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw std::runtime_error(fmt::format("cannot read {}", file));
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

void add_pages(httplib::Server& server, SqliteRepository const& repository,
               SettingsCache const& cache, AnswerCounts const& answers) {
    auto const show = [&](char const* path, char const* type, std::string const& text) {
        server.Get(path, [=](auto const&, auto& response) { response.set_content(text, type); });
    };
    show("/", "text/html; charset=utf-8", content_of(CHATBOT_HOST_PAGE));
    show("/openapi.yaml", "application/yaml", content_of(CHATBOT_HOST_OPENAPI));
    server.Get("/metrics", [&](auto const&, auto& response) {
        response.set_content(metrics(repository, cache, answers), "text/plain; version=0.0.4");
    });
    server.Get("/healthz", [&](auto const&, auto& response) {
        bool const is_well = repository.changes(std::nullopt, 0).has_value();
        response.status = is_well ? 200 : 503;
        response.set_content(is_well ? "ok\n" : "the storage fails\n", "text/plain");
    });
}

/// What holds for all answers.
void set_rules(httplib::Server& server, AnswerCounts& answers) {
    server.set_payload_max_length(1 << 20); // the endpoint has a lower limit
    server.set_tcp_nodelay(true);           // or a client waits for 40 ms now and then
    server.set_keep_alive_timeout(2);       // so long does it take to end
    server.new_task_queue = [] { return new httplib::ThreadPool(32); };
#ifndef _WIN32
    server.set_socket_options([](socket_t socket) { // not SO_REUSEPORT, with which two could listen
        int const yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
#endif
    // Compressed or cut, an answer would not be the one that its strong entity tag names.
    server.set_pre_routing_handler([](httplib::Request const& request, auto&) {
        auto& changed = const_cast<httplib::Request&>(request);
        changed.headers.erase("Accept-Encoding");
        changed.ranges.clear();
        return httplib::Server::HandlerResponse::Unhandled;
    });
    server.set_post_routing_handler([](auto const&, httplib::Response& response) {
        response.headers.erase("Accept-Ranges");
        if (response.status == 304) {
            response.headers.erase("Content-Length"); // of a body that it does not have
        }
    });
    server.set_exception_handler([](auto const&, auto& response, auto const&) {
        send(failure(500, "storage_failed", "The server failed."), response);
    });
    server.set_error_handler([](auto const& request, httplib::Response& response) {
        static std::set<std::string> const methods{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};
        if (!response.body.empty() || request.method == "HEAD") {
            return; // the endpoint has answered
        }
        if (!request.version.empty() && !methods.contains(request.method)) {
            send(failure(501, "not_implemented", "This server does not know the method."),
                 response);
        } else if (response.status == 404) {
            send(failure(404, "not_found", "There is nothing at this path."), response);
        } else {
            send(failure(response.status, "bad_request", "The request cannot be read."), response);
        }
    });
    server.set_logger([&](auto const& request, auto const& response) {
        ++answers.at(static_cast<std::size_t>(response.status));
        std::string path = request.path.substr(0, 200);
        std::ranges::replace_if(
            path, [](char c) { return c <= ' ' || c > '~'; }, '?');
        fmt::print("{} {} {}\n", request.method, path, response.status);
        std::fflush(stdout);
    });
}

/// Answers until SIGINT or SIGTERM comes.
void serve(httplib::Server& server) {
    boost::asio::io_context signals;
    boost::asio::signal_set stop(signals, SIGINT, SIGTERM);
    stop.async_wait([](auto const&, int) {});
    auto const listening = std::async(std::launch::async, [&] {
        server.listen_after_bind();
        signals.stop();
    });
    signals.run();
    do { // stopping does nothing before the server has begun
        server.stop();
    } while (listening.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready);
}

int run(int argc, char** argv) {
    std::string file = "chatbot_host.db";
    std::string address = "127.0.0.1";
    int port = 8080;
    std::vector<std::string> tokens{"demo=demo"};
    std::vector<std::string> chatbots;
    CLI::App options("A chatbot server that embeds human-support, with a page.");
    options.add_option("--db", file, "The SQLite file of the settings")->capture_default_str();
    options.add_option("--address", address, "Where to listen")->capture_default_str();
    options.add_option("--port", port, "0 picks a free one")->capture_default_str();
    options.add_option("--token", tokens, "TOKEN=ACCOUNT: lets an account in; may be repeated");
    options.add_option("--chatbot", chatbots,
                       "CHATBOT=ACCOUNT: keeps the others out; may be repeated");
    CLI11_PARSE(options, argc, argv);

    auto const repository = SqliteRepository::open(file).value();
    SettingsCache cache(*repository);
    SettingsService service(cache, system_clock_and_ids());
    EndpointOptions endpoint_options;
    endpoint_options.authenticate = [tokens = accounts(tokens),
                                     chatbots = accounts(chatbots)](auto token, auto chatbot_id) {
        return find_caller(tokens, chatbots, token, chatbot_id);
    };
    Endpoint endpoint(service, endpoint_options);
    Chat chat(cache);

    AnswerCounts answers{};
    httplib::Server server;
    set_rules(server, answers);
    add_routes(server, endpoint, chat);
    add_pages(server, *repository, cache, answers);
    if (port == 0 ? (port = server.bind_to_any_port(address)) < 0
                  : !server.bind_to_port(address, port)) {
        throw std::runtime_error(
            fmt::format("cannot listen on {}:{}; choose another --port", address, port));
    }
    fmt::print("Listening on http://{}:{}/\n", address, port);
    std::fflush(stdout);
    serve(server);
    return 0;
}

} // namespace

int main(int argc, char** argv) try {
    return run(argc, argv);
} catch (std::exception const& error) {
    fmt::print(stderr, "chatbot_host: {}\n", error.what());
    return 1;
}
