// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

/// \def HUMAN_SUPPORT_SQLITE_EXPORT
/// Marks what a shared `human_support::sqlite` exports; everything else in it is hidden. CMake and
/// pkg-config define HUMAN_SUPPORT_SQLITE_SHARED for code that builds or uses the shared library;
/// CMake defines human_support_sqlite_EXPORTS while it is built.
#if !defined(HUMAN_SUPPORT_SQLITE_SHARED)
#define HUMAN_SUPPORT_SQLITE_EXPORT
#elif !defined(_WIN32)
#define HUMAN_SUPPORT_SQLITE_EXPORT __attribute__((visibility("default")))
#elif defined(human_support_sqlite_EXPORTS)
#define HUMAN_SUPPORT_SQLITE_EXPORT __declspec(dllexport)
#else
#define HUMAN_SUPPORT_SQLITE_EXPORT __declspec(dllimport)
#endif
