import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir
from conan.tools.scm import Version

required_conan_version = ">=2.0"


class HumanSupportConan(ConanFile):
    name = "human-support"
    version = "0.1.0"
    description = "The human support settings of a chatbot, as an embeddable library"
    license = "BSL-1.0"
    topics = ("chatbot", "settings", "json-merge-patch", "sqlite", "postgresql")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "with_sqlite": [True, False],
        "with_postgresql": [True, False],
    }
    default_options = {
        "shared": False,
        "fPIC": True,
        "with_sqlite": True,
        "with_postgresql": False,
    }
    exports = "cmake/requirements.cmake"
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"
    test_package_folder = "tests/packages/conan"

    def config_options(self):
        if self.settings.os == "Windows":
            del self.options.fPIC

    def configure(self):
        if not self._has_engine(self.options):  # only headers
            self.package_type = "header-library"
            self.options.rm_safe("shared")
            self.options.rm_safe("fPIC")
        elif self.options.shared:
            self.options.rm_safe("fPIC")

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        # Our public headers include those of Boost and fmt, and hosts link both for them.
        # Tried up to Boost 1.92, fmt 12.2, SQLite 3.53 and libpq 18.
        self.requires(f"boost/[>={self._minimum('boost')} <2]", transitive_headers=True, transitive_libs=True)
        self.requires(f"fmt/[>={self._minimum('fmt')} <13]", transitive_headers=True, transitive_libs=True)
        if self.options.with_sqlite:
            self.requires(f"sqlite3/[>={self._minimum('sqlite')} <4]")
        if self.options.with_postgresql:
            self.requires(f"libpq/[>={self._minimum('postgresql')} <19]")

    def _has_engine(self, options):
        return options.with_sqlite or options.with_postgresql

    def _minimum(self, name):
        return self._required(f"minimum_{name}")

    def _required(self, name):
        requirements = load(self, os.path.join(self.recipe_folder, "cmake", "requirements.cmake"))
        return re.search(rf"set\(human_support_{name} ([^ )]+)\)", requirements).group(1)

    def package_id(self):
        if not self._has_engine(self.info.options):
            self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)
        oldest = {"gcc": "12", "clang": "14", "apple-clang": "14", "msvc": "193"}.get(str(self.settings.compiler))
        if oldest and Version(self.settings.compiler.version) < oldest:
            raise ConanInvalidConfiguration(f"{self.ref} needs {self.settings.compiler} {oldest} or newer.")
        boost = self.dependencies["boost"].options
        if boost.get_safe("header_only") or boost.get_safe("without_json"):
            raise ConanInvalidConfiguration(f"{self.ref} needs Boost.JSON: set boost/*:without_json=False.")

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["HUMAN_SUPPORT_BUILD_SQLITE"] = bool(self.options.with_sqlite)
        toolchain.cache_variables["HUMAN_SUPPORT_BUILD_POSTGRESQL"] = bool(self.options.with_postgresql)
        toolchain.cache_variables["HUMAN_SUPPORT_BUILD_EXAMPLES"] = False
        toolchain.cache_variables["HUMAN_SUPPORT_BUILD_TESTS"] = False
        toolchain.generate()
        dependencies = CMakeDeps(self)
        # As fmt's own package does; otherwise one that is newer than 9 would not do for our CMakeLists.txt.
        dependencies.set_property("fmt", "cmake_config_version_compat", "AnyNewerVersion")
        dependencies.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        # Conan writes these for its users.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))
        rmdir(self, os.path.join(self.package_folder, "share"))  # the license, which lies in licenses

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "human_support")
        self.cpp_info.set_property("cmake_config_version_compat", "SameMinorVersion")

        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "human_support::core")
        core.set_property("pkg_config_name", "human-support-core")
        core.libdirs = []
        core.bindirs = []
        core.requires = ["boost::headers", "boost::json", "fmt::_fmt"]
        if self.settings.os == "Windows":
            core.system_libs = [self._required("windows_library")]

        for engine, library in (("sqlite", "sqlite3::sqlite"), ("postgresql", "libpq::pq")):
            if self.options.get_safe(f"with_{engine}"):
                component = self.cpp_info.components[engine]
                component.set_property("cmake_target_name", f"human_support::{engine}")
                component.set_property("pkg_config_name", f"human-support-{engine}")
                component.libs = [f"human_support_{engine}"]
                component.requires = ["core", library]
                if self.options.shared:
                    component.defines = [f"HUMAN_SUPPORT_{engine.upper()}_SHARED"]
