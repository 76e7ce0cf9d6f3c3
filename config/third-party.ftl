<#-- docs/third-party.md, written by `./mvnw -pl '!bench' -Dmaven.test.skip package license:aggregate-add-third-party`. -->
# Third-party libraries

What the published modules bring along at run time, with the licences their authors declare; ND4J's and ONNX Runtime's natives for the CPU. Written by

```
./mvnw -pl '!bench' -Dmaven.test.skip package license:aggregate-add-third-party
```

| Library | Version | Licence |
|---|---|---|
<#list dependencyMap as e>
<#assign p = e.getKey()/>
<#if p.groupId != "io.github.yolox4j">
| <#if p.url?has_content>[${p.groupId}:${p.artifactId}](${p.url})<#else>${p.groupId}:${p.artifactId}</#if> | ${p.version} | <#list e.getValue() as licence>${licence}<#sep>; </#sep></#list> |
</#if>
</#list>
