// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "conninfo_check.hpp"
#include "engine/purge.hpp"
#include "engine/write_queue.hpp"
#include "reader.hpp"
#include "schema.hpp"
#include "writer.hpp"

#include <human_support/postgresql_repository.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace human_support {

namespace {

Result<void> check_options(PostgresqlOptions const& options) {
    if (options.readers < 1 || options.readers > PostgresqlOptions::max_readers) {
        return Error(Errc::invalid_argument,
                     fmt::format("PostgresqlOptions::readers must be 1 to {}.",
                                 PostgresqlOptions::max_readers));
    }
    constexpr std::chrono::milliseconds most{2'147'483};
    if (options.timeout.count() < 1 || options.timeout > most) {
        return Error(Errc::invalid_argument,
                     fmt::format("PostgresqlOptions::timeout must be 1 to {} ms.", most.count()));
    }
    return {};
}

} // namespace

class PostgresqlRepository::Implementation {
public:
    static Result<std::unique_ptr<Implementation>> open(std::string const& conninfo,
                                                        PostgresqlOptions const& options) {
        std::unique_ptr<Implementation> self(new Implementation(conninfo, options));
        auto connection = postgresql::Connection::open(self->opening_);
        if (!connection) {
            return connection.error();
        }
        auto schema = postgresql::prepare_schema(**connection, options.create);
        if (!schema) {
            return schema.error();
        }
        auto writer = postgresql::Writer::start(*std::move(connection), self->opening_, *schema);
        if (!writer) {
            return writer.error();
        }
        std::vector<std::unique_ptr<postgresql::Reader>> readers;
        while (readers.size() < options.readers) {
            auto reader = postgresql::Reader::open(self->opening_, *schema);
            if (!reader) {
                return reader.error();
            }
            readers.push_back(*std::move(reader));
        }
        self->readers_.emplace(std::move(readers), self->counters_);
        self->writes_.emplace(*std::move(writer), true, self->counters_);
        return self;
    }

    [[nodiscard]] postgresql::Counters const& counters() const noexcept { return counters_; }
    postgresql::ReaderPool::Lease reader() { return readers_->take(); }
    auto& writes() noexcept { return *writes_; }

private:
    Implementation(std::string const& conninfo, PostgresqlOptions const& options)
        : opening_{conninfo, options, counters_} {}

    postgresql::Counters counters_; ///< before the connections, which use it, as `opening_`
    postgresql::Opening const opening_;
    std::optional<postgresql::ReaderPool> readers_; ///< set at the end of the opening
    std::optional<engine::WriteQueue<postgresql::Writer, postgresql::Counters>> writes_;
};

Result<std::unique_ptr<PostgresqlRepository>>
PostgresqlRepository::open(std::string const& conninfo, PostgresqlOptions const& options) {
    if (auto checked = check_options(options); !checked) {
        return checked.error();
    }
    if (auto checked = postgresql::check_conninfo(conninfo); !checked) {
        return checked.error();
    }
    auto implementation = Implementation::open(conninfo, options);
    if (!implementation) {
        return implementation.error();
    }
    return std::unique_ptr<PostgresqlRepository>(
        new PostgresqlRepository(*std::move(implementation)));
}

PostgresqlRepository::PostgresqlRepository(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

PostgresqlRepository::~PostgresqlRepository() = default;

Result<SettingsRecordPtr> PostgresqlRepository::find(ChatbotId const& chatbot_id) const {
    return implementation_->reader()->find(chatbot_id);
}

Result<WriteResults> PostgresqlRepository::write(std::span<Write const> writes) {
    return implementation_->writes().write(writes);
}

Result<Page> PostgresqlRepository::list(PageRequest const& request) const {
    if (request.limit == 0) {
        return page_limit_error();
    }
    return implementation_->reader()->list(request);
}

Result<FeedPage> PostgresqlRepository::changes(std::optional<FeedMark> const& mark,
                                               std::size_t limit) const {
    return implementation_->reader()->changes(mark, limit);
}

Result<std::size_t> PostgresqlRepository::purge_erasures(Timestamp before) {
    engine::Purge purge{before};
    std::size_t purged = 0;
    for (;;) {
        auto const some =
            implementation_->writes().in_turn([&](postgresql::Writer& writer, engine::Moment came) {
                auto done = writer.purge_some_erasures(purge, came);
                while (!done && writer.may_try_again(came)) {
                    done = writer.purge_some_erasures(purge, came);
                }
                return done;
            });
        if (!some) {
            return some.error();
        }
        purged += *some;
        if (*some < engine::most_purged_at_once) {
            return purged;
        }
    }
}

PostgresqlCounters PostgresqlRepository::counters() const {
    auto const& now = implementation_->counters();
    return {now.commits,     now.merged_calls, now.retries,        now.reader_waits,
            now.connections, now.reconnects,   now.unclear_commits};
}

} // namespace human_support
