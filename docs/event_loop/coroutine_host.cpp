// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host whose event loop runs coroutines: the calls that block run on a thread of their own.
#include <human_support/escalation.hpp>
#include <human_support/memory_repository.hpp>
#include <human_support/service.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

using namespace human_support;

namespace {

// What the host's framework has: a loop that runs tasks, in one thread or in several.
class TaskLoop {
public:
    void post(std::function<void()> task) {
        {
            std::lock_guard<std::mutex> const lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        posted_.notify_one();
    }

    void stop() {
        post([this] { stopped_ = true; });
    }

    void run() {
        while (!stopped_) {
            std::unique_lock<std::mutex> lock(mutex_);
            posted_.wait(lock, [this] { return !tasks_.empty(); });
            auto const task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable posted_;
    std::deque<std::function<void()>> tasks_;
    bool stopped_ = false; // used by the thread that runs the loop
};

// A coroutine that begins at once, and that nobody waits for.
struct Background {
    struct promise_type {
        Background get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
    };
};

//! [blocking]
// `co_await Blocking(threads, loop, call)` runs `call` on one of the threads for calls that block,
// and goes on in the loop with what it returned.
template <class Call>
class Blocking {
public:
    Blocking(TaskLoop& threads, TaskLoop& loop, Call call)
        : threads_(threads), loop_(loop), call_(std::move(call)) {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> waiting) {
        threads_.post([this, waiting] {
            result_.emplace(call_());
            loop_.post([waiting] { waiting.resume(); });
        });
    }

    auto await_resume() { return *std::move(result_); }

private:
    TaskLoop& threads_;
    TaskLoop& loop_;
    Call call_;
    std::optional<std::invoke_result_t<Call&>> result_;
};
//! [blocking]

//! [turn]
Background answer_visitor(SettingsCache& cache, ChatbotId chatbot, TaskLoop& threads,
                          TaskLoop& loop) {
    SettingsRecordPtr record; // none means no buttons
    if (auto known = cache.try_find_cached(chatbot)) {
        record = std::move(known->record);
    } else if (auto found =
                   co_await Blocking(threads, loop, [&] { return cache.find_cached(chatbot); })) {
        record = std::move(found->record);
    }
    auto const state = ConversationState::human_not_requested;
    for (auto const& reply : quick_replies(record, {}, state)) {
        std::cout << '[' << reply.text << "]\n"; // in the loop again; this part never blocks
    }
    loop.stop();
}
//! [turn]

} // namespace

int main() {
    MemoryRepository repository;
    SettingsCache cache(repository);
    SettingsService service(cache, system_clock_and_ids());
    auto const chatbot = ChatbotId::parse("shop-assistant").value();
    SettingsPatch patch;
    patch.set(&HumanSupportSettings::enable_human_support, true);
    service.create({AccountId::parse("acme").value(), "maria"}, chatbot, patch).value();

    TaskLoop loop;
    TaskLoop threads;
    std::thread thread([&] { threads.run(); }); // a host has some of them
    answer_visitor(cache, chatbot, threads, loop);
    loop.run();
    threads.stop();
    thread.join();
}
