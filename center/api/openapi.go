package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/web/form"
)

// object is a JSON object that is being put together.
type object = map[string]any

// describer collects the description. Maps are written in the order of their names, so that the
// same charts give the same bytes.
type describer struct {
	api     *API
	paths   object
	schemas object
	types   map[string]reflect.Type // behind the components that describe answers
}

// describe makes the OpenAPI 3.1 description.
func (a *API) describe() []byte {
	d := &describer{a, object{}, object{}, map[string]reflect.Type{}}
	d.schema(typeOf(Problem{}))
	for _, e := range a.endpoints() {
		if !e.moves {
			d.endpoint(e)
		}
	}
	d.moves()
	b, err := json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{"title": a.d.Title + "接口", "version": "1", "description": "页面能办的，程序都能办。须用接口密钥（Authorization: Bearer zbk_…），" +
			"新建、停用见“接口密钥”页面；密钥只有新建时所选、且账号本身具有的权限。编号一律为文本；日期为 YYYY-MM-DD，时间为 RFC 3339。看不到的与不存在的一律回答 404。说明文字为中文；请求带 Accept-Language: en 或 ?lang=en 时为英文（in English with either of them）。"},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{"key": []any{}}},
		"paths":    d.paths,
		"components": object{
			"securitySchemes": object{"key": object{"type": "http", "scheme": "bearer", "description": "zbk_ 开头的接口密钥"}},
			"schemas":         d.schemas,
			"responses":       object{"problem": object{"description": "未予办理", "content": object{"application/problem+json": object{"schema": refTo("Problem")}}}},
		},
	}, "", " ")
	if err != nil {
		panic(err) // maps of texts and numbers can always be written
	}
	return append(b, '\n')
}

// refTo points to a component.
func refTo(name string) object { return object{"$ref": "#/components/schemas/" + name} }

var pathName = regexp.MustCompile(`\{([a-z]+)\}`)

// add puts an operation at its path.
func (d *describer) add(method, path string, op object) {
	item, good := d.paths[path].(object)
	if !good {
		item = object{}
		d.paths[path] = item
	}
	item[strings.ToLower(method)] = op
}

// parameter describes one parameter.
func parameter(in, name string, required bool, schema object) object {
	return object{"in": in, "name": name, "required": required, "schema": schema}
}

// endpoint describes one address that does not depend on the charts.
func (d *describer) endpoint(e endpoint) {
	op := object{"summary": e.title, "x-summary-en": e.english, "operationId": operationID(e.method, e.path)}
	if e.act == "" {
		op["security"] = []any{}
	} else if e.act != ActKey {
		op["x-act"] = e.act
	}
	params := pathParameters(e.path)
	if e.query != nil {
		params = append(params, queryParameters(e.query)...)
	}
	for _, name := range e.more {
		params = append(params, parameter("query", name, name == "offset", object{"type": "string"}))
	}
	if e.once {
		params = append(params, idempotency())
	}
	if len(params) > 0 {
		op["parameters"] = params
	}
	content := object{}
	if input, example := inputOf(e); input != nil {
		content["application/json"] = object{"schema": input, "example": example}
	}
	switch e.raw {
	case "application/octet-stream":
		content[e.raw] = object{"schema": object{}}
	case "multipart/form-data":
		content[e.raw] = object{"schema": object{"type": "object", "required": []string{"files"}, "properties": object{
			"files": object{"type": "array", "items": object{"type": "string", "contentMediaType": "application/octet-stream"}},
			"kind":  object{"type": "string"}, "on": object{"type": "string", "format": "date"}}}}
	}
	if len(content) > 0 {
		op["requestBody"] = object{"required": true, "content": content}
	}
	op["responses"] = d.responses(e.status, e.answer)
	if e.files != nil {
		files := object{}
		for _, kind := range e.files {
			files[kind] = object{"schema": object{}}
		}
		op["responses"].(object)["200"].(object)["content"] = files
	}
	d.add(e.method, Prefix+e.path, op)
}

// idempotency describes the header under which a call acts once.
func idempotency() object {
	return object{"in": "header", "name": "Idempotency-Key", "required": true, "description": "本次办理的唯一编号，重试时不变",
		"schema": object{"type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$"}}
}

// inputOf describes what is sent, nil for nothing. Cases stand beside the fields of the form.
func inputOf(e endpoint) (input, example object) {
	if e.body != nil {
		input = e.body.JSON()
		if err := json.Unmarshal(Example(e.body), &example); err != nil {
			panic(err) // Example writes an object
		}
	}
	if !e.cases {
		return input, example
	}
	if input == nil {
		input, example = object{"type": "object", "properties": object{}, "additionalProperties": false}, object{}
	}
	input["properties"].(object)["cases"] = object{"type": "array", "title": "案件的编号或案号", "x-title-en": "Ids or numbers of cases", "items": object{"type": "string"},
		"minItems": 1, "maxItems": maxCases}
	required, _ := input["required"].([]string)
	input["required"] = append(slices.Clone(required), "cases")
	example["cases"] = []string{"1"}
	return input, example
}

// responses describes the answer and what is common to all refusals.
func (d *describer) responses(status int, v any) object {
	good := object{"description": "成功"}
	// A paper comes in the format that its address names.
	if v != nil {
		good["content"] = object{"application/json": object{"schema": d.schema(typeOf(v))}}
	} else {
		good["content"] = object{"application/json": object{"schema": object{"type": "object"}}, "application/pdf": object{"schema": object{}},
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document": object{"schema": object{}}}
	}
	return object{fmt.Sprint(max(status, http.StatusOK)): good, "default": object{"$ref": "#/components/responses/problem"}}
}

// pathParameters describes the names in a path, all of them texts.
func pathParameters(path string) (out []any) {
	for _, m := range pathName.FindAllStringSubmatch(path, -1) {
		p := parameter("path", m[1], true, object{"type": "string"})
		switch m[1] {
		case "case":
			p["description"] = "案件的编号或案号"
		case "format":
			p["schema"] = object{"type": "string", "enum": []string{"json", "pdf", "docx"}}
		}
		out = append(out, p)
	}
	return out
}

// queryParameters describes a schema as parameters in the address.
func queryParameters(s *form.Schema) (out []any) {
	props := s.JSON()["properties"].(object)
	for _, f := range s.Fields {
		out = append(out, parameter("query", f.Name, f.Required, props[f.Name].(object)))
	}
	return out
}

// operationID names an operation for programs that make code from the description.
func operationID(method, path string) string {
	id := strings.ToLower(method)
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}._", r) }) {
		id += strings.ToUpper(part[:1]) + part[1:]
	}
	return id
}

// moves describes every move of every chart. Moves of several charts that are called alike share
// an address; which input is right follows from the case.
func (d *describer) moves() {
	byCode := map[string][]*casework.Chart{}
	for _, ch := range d.api.office.Charts() {
		for i := range ch.Moves {
			m := &ch.Moves[i]
			act := ch.Act(m.Code)
			s := d.api.d.Pages.Schema(act)
			// Each input is a component, so that the same one is not written twice.
			input := s.JSON()
			input["example"] = json.RawMessage(Example(s))
			d.schemas[act] = input
			if m.Opens() {
				d.add(http.MethodPost, Prefix+"/"+ch.Code+"/"+m.Code, d.move(m, refTo(act), []*casework.Chart{ch}, http.StatusCreated))
				continue
			}
			byCode[m.Code] = append(byCode[m.Code], ch)
		}
	}
	for code, charts := range byCode {
		schema := refTo(charts[0].Act(code))
		if len(charts) > 1 {
			var any []object
			for _, ch := range charts {
				any = append(any, refTo(ch.Act(code)))
			}
			schema = object{"anyOf": any}
		}
		d.add(http.MethodPost, Prefix+"/cases/{case}/"+code, d.move(charts[0].Move(code), schema, charts, http.StatusOK))
	}
}

// move describes one move.
func (d *describer) move(m *casework.Move, input object, charts []*casework.Chart, status int) object {
	params := []any{idempotency()}
	id := "open"
	if !m.Opens() {
		id = "move"
		params = append(pathParameters("{case}"), append(params, object{"in": "header", "name": "If-Match", "required": true,
			"description": "您看到的案件版本（GET 案件所得的 ETag）；案件已有变化时回答 412", "schema": object{"type": "string", "pattern": `^"[0-9]+"$`}})...)
	} else {
		id += strings.ToUpper(charts[0].Code[:1]) + charts[0].Code[1:]
	}
	var acts, basis []string
	for _, ch := range charts {
		x := ch.Move(m.Code)
		acts = append(acts, ch.Act(m.Code))
		basis = append(basis, ch.Title+"："+x.Title+"；依据："+x.Cites())
	}
	op := object{"summary": m.Title, "x-summary-en": m.English, "description": strings.Join(basis, "\n\n"), "operationId": operationID(id, m.Code),
		"tags": tags(charts), "x-acts": acts, "parameters": params,
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": input}}},
		"responses":   d.responses(status, Outcome{})}
	if m.Danger {
		op["x-danger"] = true
	}
	return op
}

// tags are the procedures to which an operation belongs.
func tags(charts []*casework.Chart) (out []string) {
	for _, ch := range charts {
		out = append(out, ch.Code)
	}
	slices.Sort(out)
	return out
}
