package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsFile(t *testing.T) {
	write := func(text string, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "zhibao.conf")
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	read := func(path string, args ...string) (*options, error) {
		fs, o := flag.NewFlagSet("serve", flag.ContinueOnError), &options{}
		o.declare(fs)
		if err := fs.Parse(args); err != nil {
			t.Fatal(err)
		}
		return o, fromFile(fs, path)
	}
	o, err := read(write("\ufeff# 中心\r\n data = /srv/数据 \nkey=/etc/root.key\nbehind-proxy = true\naddr = 0.0.0.0:443\n", 0o644), "--addr", "127.0.0.1:1")
	if err != nil || o.data != "/srv/数据" || o.key != "/etc/root.key" || !o.proxied || o.addr != "127.0.0.1:1" {
		t.Errorf("%v %+v", err, o)
	}
	if _, err := read(write("addr = 127.0.0.1:1\n", 0o600)); err != nil {
		t.Error(err)
	}
	loose := write("addr = 127.0.0.1:1\n", 0o600)
	if err := os.Chmod(loose, 0o620); err != nil {
		t.Fatal(err)
	}
	if _, err := read(loose); err == nil || !strings.Contains(err.Error(), "其他用户可以改写") {
		t.Errorf("a file that others can write: %v", err)
	}
	for text, want := range map[string][]string{
		"daten = x\nbehind-proxy = vielleicht\nkey\n": {":1：没有配置项 daten", ":2：配置项 behind-proxy 的值", ":3：应写作"},
		"data = a\ndata = b\n":                        {":2：配置项 data 已在第 1 行写过"},
		"config = x\n":                                {"没有配置项 config"},
		strings.Repeat("#", mostSettings+1):           {"超过 64 KB"},
		"database = postgres://a:b@c/d\n":             {"含有密码"},
	} {
		_, err := read(write(text, 0o644))
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%.40q: %v; want %q", text, err, w)
			}
		}
	}
	if _, err := read(write("database = postgres://a:b@c/d\n", 0o600)); err != nil {
		t.Error(err)
	}
	if out, err := program(t.Context(), "serve", "--config", write("nonsense = 1\n", 0o644)).CombinedOutput(); err == nil || !strings.Contains(string(out), "没有配置项 nonsense") {
		t.Errorf("%v %s", err, out)
	}
}
