// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/temporary_folder.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/sqlite_repository.hpp>
#include <human_support/testing/repository_factory.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// A storage engine under test.
struct Engine {
    std::string name;

    /// A new world of stores that are empty at first, and go away with the factory.
    std::function<human_support::testing::RepositoryFactory()> new_factory;

    /// A store for a test that needs just one.
    [[nodiscard]] std::shared_ptr<human_support::SettingsRepository> new_store() const;
};

inline human_support::testing::RepositoryFactory new_memory_factory() {
    struct Stores {
        std::mutex mutex;
        std::map<std::string, std::shared_ptr<human_support::MemoryRepository>, std::less<>>
            by_name;
    };
    return [stores = std::make_shared<Stores>()](
               std::string_view name) -> std::shared_ptr<human_support::SettingsRepository> {
        std::lock_guard const lock(stores->mutex);
        auto& store = stores->by_name[std::string(name)];
        if (!store) {
            store = std::make_shared<human_support::MemoryRepository>();
        }
        return store;
    };
}

inline human_support::testing::RepositoryFactory new_sqlite_factory() {
    return [folder = std::make_shared<TemporaryFolder>()](
               std::string_view name) -> std::shared_ptr<human_support::SettingsRepository> {
        // The repository keeps the folder alive, since it has the file open.
        struct Store {
            std::shared_ptr<TemporaryFolder> folder;
            std::unique_ptr<human_support::SqliteRepository> repository;
        };
        auto store = std::make_shared<Store>();
        store->folder = folder;
        store->repository =
            human_support::SqliteRepository::open(*folder / (std::string(name) + ".db")).value();
        return {store, store->repository.get()};
    };
}

/// Every engine that comes with the library.
inline std::vector<Engine> const& engines() {
    static std::vector<Engine> const all{{"memory", new_memory_factory},
                                         {"SQLite", new_sqlite_factory}};
    return all;
}

inline std::shared_ptr<human_support::SettingsRepository> Engine::new_store() const {
    return new_factory()("store");
}
