// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace human_support::testing {

/// Opens the store `name` (letters, digits and hyphens), which is empty when it is opened first,
/// and outlives its handles. The same name again gives a second handle on the same store, as
/// another connection or another process would have. Called from one thread at a time; throws if
/// a store cannot be opened.
using RepositoryFactory = std::function<std::shared_ptr<SettingsRepository>(std::string_view name)>;

} // namespace human_support::testing
