# What support.sh says of it.
set(CMAKE_UNITY_BUILD ON)
