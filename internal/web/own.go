package web

import (
	"embed"
	"io/fs"
	"net/http"

	"zhibao/internal/web/form"
)

// ownName is the module of the plumbing itself; its pages are at hand in every module.
const ownName = "web"

//go:embed view/*.html
var sharedViews embed.FS

//go:embed static/*
var sharedStatic embed.FS

// shared are the templates that every module sees.
func shared() []fs.FS { return []fs.FS{sharedViews, form.Templates} }

func (m *Mux) own() Module {
	routes := []Route{
		{Method: http.MethodGet, Pattern: "/-/watermark.svg", Public: true, Passive: true, Handler: watermark},
		{Method: http.MethodGet, Pattern: keysPath, Public: true, Handler: keysPage},
		{Method: http.MethodGet, Pattern: "/-/side", Public: true, Passive: true, Handler: sideMenu},
		// Sent in the body, because numbers of persons do not belong into addresses.
		{Method: http.MethodPost, Pattern: "/-/check", Public: true, Passive: true, JSON: true, Handler: checkField, Limit: 4096},
		{Method: http.MethodPost, Pattern: "/-/alive", Public: true, JSON: true, Handler: alive},
	}
	if m.cfg.Drafts != nil {
		routes = append(routes, Route{Method: http.MethodPost, Pattern: "/-/draft/{key...}", Act: "draft.save", Handler: saveDraft, JSON: true})
	}
	if m.cfg.Uploads != nil {
		routes = append(routes,
			Route{Method: http.MethodPost, Pattern: "/-/upload", Act: "upload.begin", Handler: beginUpload, JSON: true},
			Route{Method: http.MethodPost, Pattern: "/-/upload/{id}", Act: "upload.chunk", Handler: appendUpload, JSON: true, Limit: ChunkSize + 4096})
	}
	return Module{Name: ownName, Routes: routes}
}
