// Package sharedata finds the folder of real patents, packages and calendars against which
// some tests run when it is present. The product itself never reads it.
package sharedata

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder, from the environment variable ZHIBAO_DATA or found as shared/data
// beside the repository. Where there is none the test is skipped and says so.
func Dir(t testing.TB, sub ...string) string {
	t.Helper()
	root := os.Getenv("ZHIBAO_DATA")
	if root == "" {
		dir, err := os.Getwd()
		for err == nil && root == "" && dir != filepath.Dir(dir) {
			dir = filepath.Dir(dir)
			if st, serr := os.Stat(filepath.Join(dir, "shared", "data")); serr == nil && st.IsDir() {
				root = filepath.Join(dir, "shared", "data")
			}
		}
	}
	path := filepath.Join(append([]string{root}, sub...)...)
	if _, err := os.Stat(path); root == "" || err != nil {
		t.Skip("共享数据不在（设 ZHIBAO_DATA 可指定），跳过本项: " + filepath.Join(sub...))
	}
	return path
}
