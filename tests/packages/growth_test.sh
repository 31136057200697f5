# How much a program grows by the library.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "adds at most 1.5 MiB to the stripped program of the page with the static library"
cmake_program
printf '%s\n' '#include <iostream>' 'int main() { std::cout << "That helped, thanks" << std::endl; }' >without.cpp
printf '%s\n' 'add_executable(without without.cpp)' >>CMakeLists.txt
uses_package static -DCMAKE_BUILD_TYPE=Release
strip build/shop build/without
with=$(stat --format=%s build/shop)
without=$(stat --format=%s build/without)
echo "$with bytes with human-support, $without without: $(((with - without) / 1024)) KiB more"
[ $((with - without)) -le $((1536 * 1024)) ] || fail "it adds $((with - without)) bytes"
