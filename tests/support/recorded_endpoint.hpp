// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/endpoint.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>

/// An endpoint that writes down what it is asked and what it answers, so that tests/http_api can
/// compare that with the description of the API: each exchange is a line of JSON in the file that
/// HUMAN_SUPPORT_TEST_EXCHANGES names. Without that variable it only answers.
class RecordedEndpoint {
public:
    explicit RecordedEndpoint(human_support::SettingsService& service,
                              human_support::EndpointOptions options = {})
        : endpoint_(service, std::move(options)) {}

    human_support::Response handle(human_support::Request const& request) {
        return recorded(request, endpoint_.handle(request));
    }

    human_support::Response handle(human_support::Request const& request,
                                   human_support::Caller const& caller) {
        return recorded(request, endpoint_.handle(request, caller));
    }

private:
    static human_support::Response recorded(human_support::Request const& request,
                                            human_support::Response response) {
        static std::FILE* const file = open_file();
        if (file != nullptr) {
            static std::mutex mutex; // tests send from several threads
            std::lock_guard<std::mutex> const lock(mutex);
            auto const line = boost::json::serialize(exchange(request, response)) + "\n";
            bool const written = std::fputs(line.c_str(), file) >= 0 && std::fflush(file) == 0;
            end_unless(written);
        }
        return response;
    }

    static std::FILE* open_file() {
        auto const* const path = std::getenv("HUMAN_SUPPORT_TEST_EXCHANGES");
        if (path == nullptr) {
            return nullptr;
        }
        auto* const file = std::fopen(path, "w");
        end_unless(file != nullptr);
        return file;
    }

    /// A record with a gap would hide what it lacks.
    static void end_unless(bool well) {
        if (!well) {
            std::perror("HUMAN_SUPPORT_TEST_EXCHANGES");
            std::abort();
        }
    }

    static boost::json::object exchange(human_support::Request const& request,
                                        human_support::Response const& response) {
        boost::json::object headers;
        for (auto const& header : response.headers) {
            headers[header.name] = header.value;
        }
        return {{"method", request.method},
                {"chatbotId", request.chatbot_id},
                {"contentType", request.content_type},
                {"requestBody", request.body},
                {"status", response.status},
                {"headers", std::move(headers)},
                {"body", response.body}};
    }

    human_support::Endpoint endpoint_;
};
