package web

import "testing"

func TestFigure(t *testing.T) {
	for _, ok := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img" aria-label="图"><title>甲</title><g fill="#fff"><rect x="0" y="0" width="1" height="1"/></g><a href="/x"><text>&lt;b&gt;</text></a></svg>`,
		``,
	} {
		if out, err := figure(ok); err != nil || string(out) != ok {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{
		`<svg><script>alert(1)</script></svg>`, `<svg onload="x()"></svg>`, `<svg><foreignObject/></svg>`, `<svg style="x"></svg>`,
		`<svg><a href="javascript:x"/></svg>`, `<svg><a href="//evil"/></svg>`, `<svg><image href="/x"/></svg>`, `<svg><rect fill="url(http://x)"/></svg>`,
		`<svg><a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:x"/></svg>`, `<!DOCTYPE svg><svg/>`, `<?xml-stylesheet href="x"?><svg/>`,
		`<svg><g></svg>`, `<svg>&nbsp;</svg>`, `<svg><set attributeName="href"/></svg>`, `<svg><style>a{}</style></svg>`,
	} {
		if _, err := figure(bad); err == nil {
			t.Errorf("accepted: %s", bad)
		}
	}
}

func TestCurrent(t *testing.T) {
	hrefs := []string{"/", "/a", "/a?view=open&chart=x", "/a/b", "/c/?x=1"}
	for path, want := range map[string]string{"/": "/", "/a": "/a", "/a/": "/a", "/a/z": "/a", "/a/b/c": "/a/b", "/ab": "", "/c/": "/c/?x=1", "/c/d": "/c/?x=1"} {
		if got := current(path, hrefs); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
