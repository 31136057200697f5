// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Answers each request with as many bytes as its argument says: what the example host is measured
// beside.
#include <fmt/core.h>
#include <httplib.h>

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: {} BYTES\n", argv[0]);
        return 2;
    }
    std::string const body(std::strtoul(argv[1], nullptr, 10), 'x');
    httplib::Server server;
    server.set_tcp_nodelay(true); // as the example host
    server.new_task_queue = [] { return new httplib::ThreadPool(32); };
    auto const answer = [&](auto const&, auto& response) {
        response.set_content(body, "application/octet-stream");
    };
    server.Get("/", answer).Post("/", answer);
    fmt::print("Listening on http://127.0.0.1:{}/\n", server.bind_to_any_port("127.0.0.1"));
    std::fflush(stdout);
    return server.listen_after_bind() ? 0 : 1;
}
