// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host on Boost.Asio and Boost.Beast: what blocks runs in a pool of threads, and a turn of the
// chat in the event loop.
#include <human_support/endpoint.hpp>
#include <human_support/escalation.hpp>
#include <human_support/memory_repository.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace human_support;
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using HttpRequest = http::request<http::string_body>;
using HttpResponse = http::response<http::string_body>;

namespace {

// What the connections share.
struct Host {
    SettingsCache& cache;
    Endpoint& endpoint;
    asio::thread_pool& pool;
};

//! [pool]
// Runs a call that blocks on a thread of the pool, and goes on in the loop with what it returned.
template <class Call>
asio::awaitable<std::invoke_result_t<Call&>> in_pool(asio::thread_pool& pool, Call call) {
    std::optional<std::invoke_result_t<Call&>> result;
    auto const run = [&]() -> asio::awaitable<void> {
        result.emplace(call());
        co_return;
    };
    co_await asio::co_spawn(pool, run, asio::use_awaitable);
    co_return *std::move(result);
}
//! [pool]

// The values of a header field, joined as RFC 9110 (section 5.3) says.
std::string field(HttpRequest const& request, http::field name) {
    std::string all;
    auto const [begin, end] = request.equal_range(name);
    for (auto value = begin; value != end; ++value) {
        all += (value == begin ? "" : ", ") + std::string(value->value());
    }
    return all;
}

//! [settings]
asio::awaitable<Response> answer_settings(Host& host, HttpRequest const& request,
                                          std::string_view chatbot_id) {
    auto const authorization = field(request, http::field::authorization);
    auto const content_type = field(request, http::field::content_type);
    auto const if_match = field(request, http::field::if_match);
    auto const if_none_match = field(request, http::field::if_none_match);
    co_return co_await in_pool(host.pool, [&] {
        return host.endpoint.handle({request.method_string(), chatbot_id, authorization,
                                     content_type, if_match, if_none_match, request.body()});
    });
}
//! [settings]

//! [turn]
// The buttons below an answer, a line for each.
asio::awaitable<std::string> buttons_of_turn(Host& host, ChatbotId chatbot) {
    auto known = host.cache.try_find_cached(chatbot);
    if (!known) { // not in memory yet
        auto found = co_await in_pool(host.pool, [&] { return host.cache.find_cached(chatbot); });
        known = found ? std::optional(*found) : std::nullopt;
    }
    auto const state = ConversationState::human_not_requested; // kept with the conversation
    std::string buttons;
    for (auto const& reply : quick_replies(known ? known->record : nullptr, {}, state)) {
        buttons += '[' + reply.text + "]\n";
    }
    co_return buttons;
}
//! [turn]

// Answers /CHATBOT/human-support-settings and /CHATBOT/messages.
asio::awaitable<Response> answer(Host& host, HttpRequest const& request) {
    std::string_view const path = request.target();
    auto const slash = std::max(path.rfind('/'), std::size_t{1});
    auto const chatbot_id = path.substr(1, slash - 1);
    auto const what = path.substr(slash);
    if (what == "/human-support-settings") {
        co_return co_await answer_settings(host, request, chatbot_id);
    }
    auto const chatbot = ChatbotId::parse(chatbot_id);
    if (what != "/messages" || !chatbot) {
        co_return Response{404, {}, {}, 0};
    }
    auto buttons = co_await buttons_of_turn(host, *chatbot);
    auto const size = buttons.size();
    co_return Response{200, {{"Content-Type", "text/plain"}}, std::move(buttons), size};
}

HttpResponse to_http(Response answer, HttpRequest const& request) {
    HttpResponse response(static_cast<http::status>(answer.status), request.version());
    for (auto const& header : answer.headers) {
        response.set(header.name, header.value);
    }
    if (answer.content_length) {
        response.content_length(*answer.content_length);
    }
    response.body() = std::move(answer.body);
    response.keep_alive(request.keep_alive());
    return response;
}

asio::awaitable<void> serve(Host& host, beast::tcp_stream stream) {
    beast::flat_buffer buffer;
    for (bool is_open = true; is_open;) {
        stream.expires_after(std::chrono::seconds(30));
        HttpRequest request;
        co_await http::async_read(stream, buffer, request, asio::use_awaitable);
        auto response = to_http(co_await answer(host, request), request);
        co_await http::async_write(stream, response, asio::use_awaitable);
        is_open = response.keep_alive();
    }
}

asio::awaitable<void> accept(Host& host, asio::ip::tcp::acceptor& acceptor) {
    for (;;) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        // What fails ends the connection, and nothing else.
        asio::co_spawn(acceptor.get_executor(), serve(host, beast::tcp_stream(std::move(socket))),
                       asio::detached);
    }
}

// A client of this host.
class Client {
public:
    explicit Client(beast::tcp_stream stream) : stream_(std::move(stream)) {}

    asio::awaitable<HttpResponse> post(std::string_view path, std::string_view body) {
        HttpRequest request(http::verb::post, path, 11, body);
        request.set(http::field::host, "127.0.0.1");
        request.set(http::field::authorization, "Bearer demo");
        request.set(http::field::content_type, "application/json");
        request.prepare_payload();
        co_await http::async_write(stream_, request, asio::use_awaitable);
        HttpResponse response;
        co_await http::async_read(stream_, buffer_, response, asio::use_awaitable);
        co_return response;
    }

private:
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
};

asio::awaitable<void> visit(Host& host, asio::ip::tcp::endpoint address) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    co_await stream.async_connect(address, asio::use_awaitable);
    Client client(std::move(stream));

    auto const created =
        co_await client.post("/shop/human-support-settings", R"({"enableHumanSupport":true})");
    std::cout << created.result_int() << '\n';
    std::cout << (co_await client.post("/shop/messages", "Hello")).body();

    (co_await in_pool(host.pool, [&] { return host.cache.preload(); })).value();
    auto const before = host.cache.counters().hits;
    std::cout << (co_await client.post("/shop/messages", "Hello again")).body();
    std::cout << "Turns without the pool: " << host.cache.counters().hits - before << '\n';
}

} // namespace

int main() {
    MemoryRepository repository;
    SettingsCacheOptions cache_options;
    cache_options.staleness = std::chrono::hours(1); // so that no slow machine makes a difference
    cache_options.own_thread = false;
    SettingsCache cache(repository, cache_options);
    SettingsService service(cache, system_clock_and_ids());
    EndpointOptions options;
    options.authenticate = [](std::string_view token, std::string_view) -> Result<Caller> {
        if (token != "demo") {
            return Errc::unauthenticated;
        }
        return Caller{AccountId::parse("acme").value(), "maria"};
    };
    Endpoint endpoint(service, options);

    asio::io_context loop;
    asio::thread_pool pool(8);
    Host host{cache, endpoint, pool};
    asio::ip::tcp::acceptor acceptor(loop, {asio::ip::make_address("127.0.0.1"), 0});
    asio::co_spawn(loop, accept(host, acceptor), asio::detached);
    std::exception_ptr failure;
    asio::co_spawn(loop, visit(host, acceptor.local_endpoint()), [&](std::exception_ptr thrown) {
        failure = std::move(thrown);
        loop.stop();
    });
    loop.run();
    pool.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
}
