package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"zhibao/center"
	"zhibao/internal/sorting"
)

// version says which program this is, of what it is made, and what the digest of its file is.
func version(cmd command, _ context.Context, args []string) int {
	fs := cmd.flags()
	bill := fs.Bool("sbom", false, "以 CycloneDX 1.6 JSON 输出软件物料清单（bill of materials as CycloneDX 1.6）")
	list := fs.String("verify", "", "`FILE` 核对正在运行的程序文件是否为所发布的：签名的清单，或者 sha256sum 的清单（is this program the published one: a signed manifest, or a list of sha256sum）")
	public := fs.String("public", "", "`FILE` 与 --verify 合用：发布者的 Ed25519 公钥，PEM（with --verify: public key of who published it）")
	sign := fs.String("sign", "", "`FILE` 用 Ed25519 私钥（PEM）签名，输出本程序的清单（writes the manifest of this program, signed）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if *list != "" {
		if err := verifyProgram(*list, *public); err != nil {
			return say(err)
		}
		return 0
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return say(errors.New("本程序不含构建信息"))
	}
	if *sign != "" {
		if err := signManifest(info, *sign); err != nil {
			return say(err)
		}
		return 0
	}
	if *bill {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if err := out.Encode(materials(info)); err != nil {
			return say(err)
		}
		return 0
	}
	// Computed and not stored: it is to be compared with what was published elsewhere.
	sum, err := ownDigest()
	if err != nil {
		return say(err)
	}
	fmt.Printf("知保 %s（%s）\n构建 %s\n模块 %d 个\nSHA-256 %s\n", info.Main.Version, revisionOf(info), info.GoVersion, len(info.Deps), sum)
	if old := center.OldToolchain(info.GoVersion); old != "" {
		fmt.Println("注意：" + old)
	}
	return 0
}

// revisionOf is the revision of the source. Where the program was built outside a repository, or with
// -buildvcs=false, none is recorded.
func revisionOf(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "无版本记录"
}

// ownDigest is that of the file of the running program, to compare with the one that was published.
func ownDigest() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// A bom is a bill of materials as CycloneDX 1.6 has it (ECMA-424), as far as it is needed here.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   bomMetadata `json:"metadata"`
	Components []component `json:"components"`
}

type bomMetadata struct {
	Component component `json:"component"`
}

// A component is the program, the language's library, or a module.
type component struct {
	Type    string `json:"type"`
	Ref     string `json:"bom-ref"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl,omitempty"`
}

// materials lists what the program is made of, as its file says itself: nothing that is not linked, and
// all that is. A module that is replaced stands with what it is replaced by.
func materials(info *debug.BuildInfo) bom {
	// The file cannot hold its own digest; version prints it.
	self := component{Type: "application", Ref: "zhibao", Name: info.Main.Path, Version: info.Main.Version}
	out := bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: bomMetadata{self}}
	library := strings.TrimPrefix(info.GoVersion, "go")
	out.Components = append(out.Components, component{Type: "library", Ref: "pkg:golang/std@" + library, Name: "std", Version: library, PURL: "pkg:golang/std@" + library})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		c := component{Type: "library", Ref: "pkg:golang/" + m.Path + "@" + m.Version, Name: m.Path, Version: m.Version}
		c.PURL = c.Ref
		// The sum in go.sum is over a list of the module's files, which no name of CycloneDX fits; it is left out.
		out.Components = append(out.Components, c)
	}
	sorting.By(out.Components, func(a, b component) int { return strings.Compare(a.Ref, b.Ref) })
	return out
}
