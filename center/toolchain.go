package center

import (
	"fmt"
	"go/version"
	"runtime"
	"strings"
)

// Toolchain is the Go that go.mod asks for: the library that comes with an older one has holes that are
// mended since.
const Toolchain = "go1.26.10"

// OldToolchain says so where a program was built by an older Go than Toolchain, and what to do; empty where
// it was not. Built is what the program's file says of itself.
func OldToolchain(built string) string {
	built, _, _ = strings.Cut(built, " ") // experiments follow
	if !version.IsValid(built) || version.Compare(built, Toolchain) >= 0 {
		return ""
	}
	return fmt.Sprintf("本程序由 %s 构建，早于要求的 %s：Go 标准库中已修正的漏洞仍在其中；请换用 make build 以 %s 构建的程序", built, Toolchain, Toolchain)
}

// builtBy tells by which Go the running program was built.
func builtBy() symptom {
	return symptom{what: "构建", found: runtime.Version(), note: OldToolchain(runtime.Version())}
}
