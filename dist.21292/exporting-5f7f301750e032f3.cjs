(function(module,exports,require,fileUrl,importModule){
var dn=Object.defineProperty;var $c=Object.getOwnPropertyDescriptor;var Sc=Object.getOwnPropertyNames;var kc=Object.prototype.hasOwnProperty;var y=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var D=(e,t)=>{for(var n in t)dn(e,n,{get:t[n],enumerable:!0})},_c=(e,t,n,r)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of Sc(t))!kc.call(e,o)&&o!==n&&dn(e,o,{get:()=>t[o],enumerable:!(r=$c(t,o))||r.enumerable});return e};var P=e=>_c(dn({},"__esModule",{value:!0}),e);var Xr={};D(Xr,{TrackedData:()=>st,codebookFile:()=>Fc,csvFile:()=>pn,fileOf:()=>F});function pn(e){let t=e.columns.map(o=>e.cells(o)),n=Array.from({length:e.nrows},(o,s)=>t.map(a=>a[s])),r=o=>o.map(s=>s===null?"":typeof s=="number"?String(s):fn(s)).join(",");return{path:`data/${F(e.name)}.csv`,content:`${[e.columns,...n].map(o=>r(o)).join(`
`)}
`}}function Fc(e,t,n){let r=e.columns.map(s=>{let a=e.type(s),i=e.cells(s).filter(l=>l===null).length;return[n(s),s,Rc[a]??(a==="number"?"number":"text"),String(i),t(s)??""].map(l=>fn((0,Br.noFormula)(l))).join(",")}),o=["name","column","type","missing","label"].map(fn).join(",");return{path:`data/${F(e.name)}.codebook.csv`,content:`${[o,...r].join(`
`)}
`}}var Br,st,mn,F,fn,Rc,Z=y(()=>{"use strict";Br=require("bundle#m129"),st=class{name;origin;#e;#t=new Set;constructor(t,n){this.name=t,this.#e=n}get panel(){return this.#e.panel}get nrows(){return this.#e.nrows}get columns(){return[...this.#t].sort()}get texts(){return this.columns.filter(t=>mn(this.#e,t))}reads(t){for(let n of t)this.#t.add(n)}has(t){return this.#e.has(t)}type(t){return this.#e.type(t)}levels(t){return this.#e.codes(t).levels}cells(t){if(mn(this.#e,t)){let{codes:n,levels:r}=this.#e.codes(t);return Array.from(n,o=>o<0?null:r[o])}return Array.from(this.#e.numbers(t),n=>Number.isNaN(n)?null:n)}codedCells(t){return mn(this.#e,t)?Float64Array.from(this.#e.codes(t).codes,n=>n<0?Number.NaN:n+1):this.#e.numbers(t)}},mn=(e,t)=>{let n=e.type(t);return n==="string"||n==="category"},F=e=>e.replace(/[^\p{L}\p{M}\p{N}_.-]/gu,"_");fn=e=>`"${e.replaceAll('"','""')}"`,Rc={date:"days since 1970-01-01",month:"months since 1960m1",quarter:"quarters since 1960q1"}});var Hr={};D(Hr,{estimateFile:()=>Ec});function Ec(e,t,n){let{estimator:r,outcome:o,terms:s,vcov:a,vcovInfo:i,nobs:l,nclusters:c,dfResid:d,stats:m}=t,u=[["papermake estimate",1],["node",e],["estimator",r],["outcome",o],["depvar",n(o)],["errors",i.text],["nobs",l],...c===null?[]:[["clusters",c]],...d===null?[]:[["df",d]],...Object.entries(m).flatMap(([p,h])=>typeof h=="number"?[["stat",p,h]]:[]),...s.map(({term:p,estimate:h,stdError:g})=>["term",p,n(p),h,typeof g=="number"?g:"."]),...a.flatMap((p,h)=>p.slice(0,h+1).map((g,b)=>["V",h+1,b+1,g])),["end"]].map(p=>`${p.map(h=>Cc(String(h))).join("	")}
`).join("");return{path:`${Mc}/${F(e)}.txt`,content:u}}var Mc,Cc,Kr=y(()=>{"use strict";Z();Mc="estimates";Cc=e=>e.replace(/[\t\r\n]+/g," ")});var Zr={};D(Zr,{Untranslatable:()=>w});var w,N=y(()=>{"use strict";w=class extends Error{name="Untranslatable"}});var oe,fe,pe=y(()=>{"use strict";N();oe="the result",fe=class{#e;constructor(t){this.#e=t}missing(t){let{node:n}=t;return{node:n,lines:this.lines(t),cells:0,missing:[t],packages:[]}}lines({node:t,what:n,why:r}){return[...this.#e(`NO COUNTERPART: ${t}: ${n}: ${r}.`)]}orMissing(t,n){try{return n()}catch(r){if(!(r instanceof w))throw r;return this.missing({node:t,what:oe,why:r.message})}}}});function Tc(e,{clusters:t}){return t.length>0?[`vce(cluster ${t.join(" ")})`]:e==="HC1"||e==="HC0"?["vce(robust)"]:[]}function se({further:e}){let[t]=e("exposure"),[n]=e("offset");return[...t===void 0?[]:[`exposure(${t})`],...n===void 0?[]:[`offset(${n})`]]}var T,qe,Nc,Q=y(()=>{"use strict";T=(e,{vcovInfo:{type:t},weights:n},r=()=>[])=>({command:e,options:o=>[...r(o),...Tc(t,o)],statistics:n===void 0||n.is==="frequency"?Nc[e]??{}:{}}),qe={ll:"e(ll)",pseudoR2:"e(r2_p)"},Nc={logit:qe,probit:qe,poisson:qe,nbreg:qe,tobit:qe,clogit:qe,heckman:{ll:"e(ll)"},ppmlhdfe:{ll:"e(ll)"},xtpoisson:{ll:"e(ll)"},qreg:{sumAdev:"e(sum_adev)"}}});var Gr,Jr=y(()=>{"use strict";Q();Gr={r:({estimator:e})=>({packages:["plm"],call:({outcome:t,slopes:n,regressors:r,texts:o,unit:s})=>e?.wls===!0?`lm(${t} ~ ${r}, data = unit_means(d, ${o}, ${s.text}), weights = size)`:`plm(${t} ~ ${n}, data = d, index = ${s.text}, model = "between")`,errors:"likelihood",effects:"call",nobs:"nrow(d)"}),python:({estimator:e})=>({packages:[],call:({outcome:t,regressors:n,unit:r})=>`between(${t}, ${n}, ${r}${e?.wls===!0?", weighted=True":""})`,errors:"likelihood",effects:"call",bread:"m.cov_params()",nobs:"len(d)"}),stata:({estimator:e},t)=>({set:"effect",...T("xtreg",t,()=>["be",...e?.wls===!0?["wls"]:[]]),statistics:{r2Between:"e(r2_b)",f:"e(F)",rmse:"e(rmse)"}})}});var Yr,Qr=y(()=>{"use strict";Q();Yr={r:(e,t)=>t.vcovInfo.type!=="iid"?{none:"clogit() has no robust errors with the exact likelihood"}:{packages:["survival"],rows:({outcome:n,unit:r})=>[`d <- subset(d, ave(${n}, ${r.name}) > 0 & ave(${n}, ${r.name}) < 1)`],call:({outcome:n,slopes:r,unit:o})=>`clogit(${n} ~ ${r} + strata(${o.name}), data = d, method = "exact", control = coxph.control(eps = 1e-14, iter.max = 100))`,errors:"likelihood",effects:"call",nobs:"nrow(d)"},python:(e,{vcovInfo:{type:t}})=>t==="iid"||t==="CRV1"?{packages:[],rows:({outcome:n,unit:r})=>[`d = d[varies(${n}, ${r})]`],call:({outcome:n,regressors:r,unit:o})=>`clogit(${n}, ${r}, ${o})`,errors:"likelihood",effects:"call",nobs:"len(d)",statistics:{ll:"m.llf"}}:{none:`${t} errors count groups, and those of the scripts count rows`},stata:(e,t)=>T("clogit",t,({effects:n})=>[`group(${n.join(" ")})`])}});function Se({small:e,absorb:t,iv:n,slopes:r},{warnings:o}){let s=t.length===1&&r===void 0;if(n!==null)return e===null||e==="asymptotic"||e==="ivregress"?"asymptotic":e!=="regress"&&e!=="xtivreg2"?e:t.length===0?"regress":s?"xtivreg2":"reghdfe";if(e==="asymptotic"||t.length===0)return e==="asymptotic"?e:"regress";if(e!==null&&e!=="regress"&&e!=="ivregress")return e;let a=o.some(({code:i})=>i==="counted-as-reghdfe");return s&&!a?"xtreg":"reghdfe"}var Rt=y(()=>{"use strict"});function to(e,{weights:t,absorb:n},r,o){let s=(n.length>0?eo[`${e} fe`]:void 0)??eo[e]??{},a=!o&&!r.warnings.some(({code:l})=>l==="vcov-mended"),i=t===void 0||t.is==="frequency";return Object.fromEntries(Object.entries(s).filter(([l])=>(l!=="f"||a)&&(l!=="ll"||i)))}function no(e,t,n){let[r=""]=e.split(" "),{r2:o,...s}=jc[r]??{};return{statistics:{...o!==void 0&&t.positive.r2?{r2:o}:{},...s,...(r==="ivreg2"||r==="xtivreg2")&&n?Ac:{}},...n?qc[r]:{}}}var un,Lc,Oc,eo,jc,Ac,qc,ro=y(()=>{"use strict";un={r2:"e(r2)",r2Adj:"e(r2_a)",rmse:"e(rmse)",f:"e(F)",ll:"e(ll)"},Lc={r2Between:"e(r2_b)",r2Overall:"e(r2_o)"},Oc={sigmaU:"e(sigma_u)",sigmaE:"e(sigma_e)",rho:"e(rho)"},eo={regress:un,areg:un,xtreg:{r2Within:"e(r2_w)",...Lc,f:"e(F)",...Oc,corrUXb:"e(corr)"},reghdfe:{...un,r2Within:"e(r2_within)",r2AdjWithin:"e(r2_a_within)"},newey:{f:"e(F)"},xtscc:{r2:"e(r2)"},"xtscc fe":{r2Within:"e(r2_w)"},ivreg2:{r2:"e(r2)",rmse:"e(rmse)"},xtivreg2:{r2Within:"e(r2)"}},jc={ivregress:{r2:"e(r2)",rmse:"e(rmse)"},ivreg2:{r2:"e(r2)",rmse:"e(rmse)"}},Ac={kpLm:"e(idstat)",kpWaldF:"e(widstat)",andersonLm:"e(idstat)",cdWaldF:"e(cdf)",sargan:"e(sargan)",hansenJ:"e(j)"};qc={ivregress:{firstStages:{command:"estat firststage",f:e=>`el(r(singleresults), ${e}, 4)`}},ivreg2:{firstStages:{option:"ffirst",f:e=>`el(e(first), rownumb(e(first), "F"), ${e})`}},xtivreg2:{firstStages:{option:"ffirst",f:e=>`el(e(first), rownumb(e(first), "F"), ${e})`}}}});function ao(e,t){let n=Se(e,t),r=Dc(e,t,n);return"none"in r?r:{...r,statistics:to(r.command,e,t,n==="asymptotic")}}function Dc(e,t,n){let{vcov:r,absorb:o}=e,{type:s,lag:a}=t.vcovInfo;return r.is==="conley"?{none:"Conley errors have no command of the usual ones"}:r.is==="nw"?Pc(e,a):r.is==="dk"?Vc(e,a):n==="asymptotic"?oo(e,t):n==="regress"?s==="HC0"?oo(e,t):r.is==="cluster"&&r.by.length>1?{command:"reghdfe",options:i=>["noabsorb",...De(s,i)]}:{command:"regress",options:i=>[...it(e),...De(s,i)]}:s!=="iid"&&s!=="HC1"&&s!=="CRV1"?{none:`${s} errors with absorbed effects have no command of the usual ones`}:n==="xtreg"?{command:"xtreg",set:"effect",options:i=>["fe",...De(s,i)]}:n==="areg"?{command:"areg",options:i=>[gn(i),...De(s,i)]}:o.length===0?{none:"the finite-sample style has no command"}:{command:"reghdfe",options:i=>[gn(i),...De(s,i),...io(e,t)]}}function De(e,{clusters:t}){if(t.length>0)return[`vce(cluster ${t.join(" ")})`];let n={HC1:"vce(robust)",HC2:"vce(hc2)",HC3:"vce(hc3)"};return n[e]===void 0?[]:[n[e]]}function at(e,{clusters:t}){return t.length>0?[`cluster(${t.join(" ")})`]:e==="HC0"||e==="HC1"?["robust"]:[]}function io(e,{rowsLost:t}){let n=e.singletons??(0,so.singletonConvention)(e);return n==="drop"||n==="unless nested"&&t.some(({cause:o})=>o==="singleton")?[]:["keepsingletons"]}function oo(e,{vcovInfo:{type:t}}){let{absorb:n}=e;return t!=="iid"&&t!=="HC0"&&t!=="HC1"&&t!=="CRV1"?{none:`${t} errors without a finite-sample factor have no command of the usual ones`}:n.length>1?{none:"commands for several effects have a finite-sample factor always"}:n.length===0?{command:"ivreg2",options:r=>[...it(e),...at(t,r)]}:{command:"xtivreg2",set:"effect",options:r=>["fe",...at(t,r)]}}function Pc(e,t){return e.absorb.length>0||e.iv!==null?{none:"newey absorbs no effects and takes no instruments"}:{command:"newey",set:e.vcov.is==="nw"&&e.vcov.time!==void 0?"series":"panel",options:()=>[`lag(${t})`,...it(e),"force"]}}function Vc(e,t){let{vcov:n,absorb:r,weights:o}=e;return n.is==="dk"&&n.small===!0?r.length>0?{none:"no command absorbs effects and counts them as papermake does for dk"}:{command:"ivreg2",set:"panel",options:()=>[`dkraay(${(t??0)+1})`,"small"]}:r.length>1||o!==void 0?{none:"xtscc absorbs the panel\u2019s units alone, and takes no weights here"}:{command:"xtscc",set:"panel",options:()=>[...r.length===1?["fe"]:[],`lag(${t})`]}}function ue(e,t,n){let r=Wc(e,t,n);return"none"in r?r:{...r,...no(r.command,t,n===void 0)}}function Wc(e,t,n){let r=Se(e,t),{vcov:o,absorb:s}=e,{type:a}=t.vcovInfo;if(o.is==="conley"||o.is==="nw"||o.is==="dk"||a==="HC2"||a==="HC3")return{none:`${a} errors with instruments are not written in Stata`};let i=r!=="asymptotic",l=i&&a!=="HC0"?["small"]:[],c=n===void 0?[]:[n.option];if(s.length===0){let m=n===void 0?"2sls":n.word;return m!==void 0&&!(o.is==="cluster"&&o.by.length>1)?{command:`ivregress ${m}`,options:f=>[...it(e),...De(a==="HC0"?"HC1":a,f),...l]}:{command:"ivreg2",options:f=>[...it(e),...c,...at(a,f),...l]}}if(s.length===1&&r!=="reghdfe"&&r!=="areg"){let m=r==="xtreg"&&o.is==="cluster"?{factor:Ic}:{};return r==="xtreg"&&o.is!=="cluster"&&a!=="iid"?{none:"robust errors in the style of xtreg are clustered ones"}:{command:"xtivreg2",set:"effect",options:u=>["fe",...c,...at(a,u),...l],...m,unchecked:{_cons:"xtivreg2 reports no constant"}}}return i?{command:"ivreghdfe",options:m=>[gn(m),...c,...at(a,m),...io(e,t)],unchecked:{_cons:"ivreghdfe reports no constant"}}:{none:"ivreghdfe has a finite-sample factor always"}}var so,it,gn,Ic,Pe=y(()=>{"use strict";so=require("kinds#m275");Rt();ro();it=e=>e.constant?[]:["noconstant"],gn=({effects:e})=>`absorb(${e.join(" ")})`;Ic={code:"sqrt((e(N) - e(rankxx)) / (e(N) - e(rankxx) - 1))",why:"xtreg counts the constant in its finite-sample factor, and xtivreg2 does not"}});var lo,Ve,ge,lt=y(()=>{"use strict";lo=({terms:e},t)=>t||e.some(({term:n})=>n==="_cons"),Ve=(e,t)=>({packages:[],call({outcome:n,regressors:r,instruments:o,weightValues:s}){let a=lo(e,r.startsWith("0"))?"":", constants = 0",i=`${t===void 0?"":`, ${t.name} = ${t.value}`}${s}${a}`;return`k_class(${n} ~ ${r}, ~ ${o}, d${i})`},errors:"linear",effects:"demeaned",bread:"m$H"}),ge=(e,t)=>({packages:[],call({outcome:n,regressors:r,instruments:o,weights:s}){let a=lo(e,r.includes("constant=False"))?"":", constants=0",i=`${t===void 0?"":`, ${t.name}=${t.value}`}${s}${a}`;return`k_class(${n}, ${r}, ${o}${i})`},errors:"linear",effects:"demeaned"})});var hn,co,mo=y(()=>{"use strict";Pe();lt();hn=({estimator:e})=>({name:"less",value:typeof e?.alpha=="number"?e.alpha:1}),co={r:(e,t)=>Ve(t,hn(e)),python:(e,t)=>ge(t,hn(e)),stata:(e,t)=>ue(e,t,{option:`fuller(${hn(e).value})`})}});function zc({instruments:{gmm:e,iv:t}},{variables:n}){let r=(o,s,a)=>`${o}(${n(s).join(" ")}${a.length===0?"":`, ${a.join(" ")}`})`;return[...e.map(({of:o,lags:[s,a],collapse:i,equation:l})=>r("gmm",o,[`lag(${s} ${a??"."})`,...i?["collapse"]:[],...fo(l)])),...t.map(({of:o,equation:s,mz:a})=>r("iv",o,[...fo(s),...a?["mz"]:[]]))]}function Uc(e,{clusters:t}){return t.length>0?[`cluster(${t.join(" ")})`]:e==="iid"?[]:["robust"]}var po,fo,uo=y(()=>{"use strict";po={r:()=>({none:"dynamic-panel GMM is in none of the packages that the scripts use"}),python:()=>({none:"dynamic-panel GMM is not in statsmodels"}),stata:({estimator:e,constant:t},{vcovInfo:{type:n}})=>{let r=e,o=r.model==="system";return{command:"xtabond2",set:"panel",options:s=>[...zc(r,s),...o?[]:["noleveleq"],...o&&!t?["noconstant"]:[],...r.transform==="fod"?["orthogonal"]:[],...r.steps===2?["twostep"]:[],...Uc(n,s),...r.h===3?[]:[`h(${r.h})`],...r.artests===2?[]:[`artests(${r.artests})`],...r.small?["small"]:[]],statistics:{sargan:"e(sargan)",hansen:"e(hansen)",ar1:"e(ar1)",ar2:"e(ar2)",nInst:"e(j)",nGroups:"e(N_g)"}}}};fo=e=>e==="both"?[]:[`equation(${e})`]});function ho({outcome:e,further:t}){let[n]=t("selected");return n===void 0?`!is.na(d$${e})`:`d$${n} == 1`}function yo({outcome:e,further:t}){let[n]=t("selected");return n===void 0?`${e}.notna()`:`(${n} == 1)`}var wo,Bc,go,Xc,bo=y(()=>{"use strict";Q();wo={r:({estimator:e})=>Bc(e?.method==="ml"),python:({estimator:e})=>Xc(e?.method==="ml"),stata:({estimator:e},t)=>T("heckman",t,({further:n})=>{let[r]=n("selected");return[`select(${[...r===void 0?[]:[r,"="],...n("selection")].join(" ")})`,...e?.method==="ml"?[]:["twostep"]]})},Bc=e=>({packages:[],rows:t=>{let n=`complete.cases(model.frame(${go(t)}, d, na.action = na.pass))`;return[`d <- d[!(${ho(t)}) | ${n}, ]`]},call:t=>{let n=t.further("selection"),r=`~ ${n.length===0?"1":n.join(" + ")}`;return`heckman_${e?"ml":"twostep"}(${go(t)}, ${r}, d, chosen = ${ho(t)})`},errors:"likelihood",effects:"call",nobs:"nrow(d)",parameters:["mills:lambda"],...e?{bread:"vcov(m)"}:{}}),go=({outcome:e,regressors:t})=>`${e} ~ ${t}`;Xc=e=>({packages:[],rows:t=>[`d = d[~${yo(t)} | d[${t.texts}].notna().all(axis=1)]`],call:t=>{let n=[t.outcome,t.regressors,t.designOf("selection"),yo(t)];return`heckman_${e?"ml":"twostep"}(${n.join(", ")})`},errors:"likelihood",effects:"call",nobs:"len(d)",parameters:["mills:lambda"],...e?{statistics:{ll:"m.llf"}}:{}})});var xo,vo=y(()=>{"use strict";Pe();lt();xo={r:()=>({packages:["AER"],call:({outcome:e,regressors:t,instruments:n,weights:r})=>`ivreg(${e} ~ ${t} | ${n}, data = d${r})`,errors:"linear",effects:"demeaned"}),python:({weights:e},t)=>e===void 0||e.is==="frequency"?{packages:[],call:({outcome:n,regressors:r,instruments:o})=>`IV2SLS(${n}, ${r}, ${o}).fit()`,errors:"linear",effects:"demeaned"}:ge(t,{name:"k",value:1}),stata:(e,t)=>ue(e,t)}});var $o,So,ko=y(()=>{"use strict";Pe();lt();$o=({estimator:e})=>({name:"k",value:Number(e?.k)}),So={r:(e,t)=>Ve(t,$o(e)),python:(e,t)=>ge(t,$o(e)),stata:(e,t)=>ue(e,t,{option:`kclass(${e.estimator?.k})`})}});var _o,Ro=y(()=>{"use strict";Pe();lt();_o={r:(e,t)=>Ve(t),python:(e,t)=>ge(t),stata:(e,t)=>ue(e,t,{option:"liml",word:"liml"})}});function yn(e,t,{r2:n,f:r}){let o=t.warnings.some(({code:s})=>s==="vcov-mended");return{...e.absorb.length===0?{r2:n}:{r2Within:n},...o||Se(e,t)==="asymptotic"?{}:{f:r}}}var Fo=y(()=>{"use strict";Rt()});var G,ct=y(()=>{"use strict";Fo();Pe();G={r:(e,t)=>({packages:[],call:({outcome:n,regressors:r,weights:o})=>`lm(${n} ~ ${r}, data = d${o})`,errors:"linear",effects:"demeaned",statistics:yn(e,t,{r2:"summary(m)$r.squared",f:"wald(coef(m), V)"})}),python:(e,t)=>({packages:[],call:({outcome:n,regressors:r,weights:o})=>`sm.${o===""?"OLS":"WLS"}(${n}, ${r}${o}).fit(method="qr")`,errors:"linear",effects:"demeaned",statistics:yn(e,t,{r2:"m.rsquared",f:"wald(m.params, V)"})}),stata:ao}});function We(e,t,n,r={}){return wn(t)??(0,Mo.otherRows)(n,e)??{packages:[],call:o=>`sm.${e}(${o.outcome}, ${o.regressors}${dt(o)}).fit(method="newton", maxiter=200, tol=1e-10, disp=0)`,errors:"likelihood",effects:"dummies",statistics:{ll:"m.llf",...t.absorb.length===0?{pseudoR2:"m.prsquared"}:{}},...r}}function dt({further:e}){let[t]=e("exposure"),[n]=e("offset"),r=t===void 0?n:`np.log(${t})`;return r===void 0?"":`, offset=${r}`}var Mo,wn,mt=y(()=>{"use strict";Mo=require("estimation#m224");wn=({weights:e})=>e===void 0||e.is==="frequency"?void 0:{none:"the discrete models of statsmodels have no weights"}});function Ie(e,{weights:t},n,{isRefined:r=!1,...o}={}){let s=t===void 0||t.is==="frequency";return(0,Eo.otherRows)(n,"glm()")??{packages:[],call:a=>{let i=a.effects===""?"":` + ${a.effects}`,c=`glm(${`${a.outcome} ~ ${a.regressors}${i}${ft(a)}`}, family = ${e}, data = d${a.weights}, control = tight)`;return r?`refined(${c})`:c},errors:"likelihood",effects:"dummies",...s?{statistics:{ll:"as.numeric(logLik(m))"}}:{},...o}}function ft({further:e}){let[t]=e("exposure"),[n]=e("offset"),r=t===void 0?n:`log(${t})`;return r===void 0?"":` + offset(${r})`}var Eo,pt=y(()=>{"use strict";Eo=require("estimation#m224")});var Co,No=y(()=>{"use strict";mt();pt();Q();Co={r:(e,t)=>Ie('binomial(link = "logit")',e,t),python:(e,t)=>We("Logit",e,t),stata:(e,t)=>T("logit",t,se)}});var To,Lo,Oo,jo=y(()=>{"use strict";mt();pt();Q();To=({terms:e})=>!e.some(({term:t})=>t==="/lnalpha"),Lo={none:"\u03B1 is 0, the end of its range, which no function finds"},Oo={r:(e,t)=>To(t)?Lo:{packages:["MASS"],call:n=>`negbin(${n.outcome} ~ ${n.regressors}${ft(n)}, d${n.weightValues})`,errors:"likelihood",effects:"call",bread:"vcov(m)"},python:(e,t)=>wn(e)??(To(t)?Lo:{packages:[],call:n=>`negbin(${n.outcome}, ${n.regressors}${dt(n)})`,errors:"likelihood",effects:"call"}),stata:(e,t)=>T("nbreg",t,se)}});var qo,Ao,Do,Po,Hc,Kc,Vo=y(()=>{"use strict";mt();pt();Q();qo=require("estimation#m224"),Ao=({absorb:e},t)=>e.length===0?{}:{unchecked:{_cons:`the constant beside absorbed effects is a mean of the effects, which ${t} does not report`}},Do={r:(e,t)=>e.estimator?.conditional===!0?Hc(t):Ie("poisson()",e,t,Ao(e,"glm()")),python:(e,t)=>e.estimator?.conditional===!0?Kc(t):We("Poisson",e,t,Ao(e,"Poisson")),stata:(e,t)=>{let{absorb:n,estimator:r}=e;if(r?.conditional===!0)return{set:"effect",...T("xtpoisson",t,s=>["fe",...se(s)])};if(n.length===0)return T("poisson",t,se);let o=T("ppmlhdfe",t,s=>[`absorb(${s.effects.join(" ")})`,...se(s)]);return t.vcovInfo.type==="iid"?{none:"ppmlhdfe has robust errors always"}:o}},Po=({rowsLost:e})=>(0,qo.otherRows)({rowsLost:e.filter(({cause:t})=>t!=="same outcome")},"the function"),Hc=e=>Po(e)??{packages:[],rows:({outcome:t,unit:n})=>[`d <- without_singletons(d, ${n.text})`,`d <- subset(d, ave(${t}, ${n.name}, FUN = max) > 0)`],call:t=>`poisson_fe(${t.outcome} ~ ${t.regressors}${ft(t)}, d, ${t.unit.text})`,errors:"likelihood",effects:"call",bread:"vcov(m)"},Kc=e=>Po(e)??{packages:[],rows:({outcome:t,unit:n,unitText:r})=>[`d = without_singletons(d, [${r}])`,`d = d[${t}.groupby(${n}).transform("max") > 0]`],call:t=>`poisson_fe(${t.outcome}, ${t.regressors}, ${t.unit}${dt(t)})`,errors:"likelihood",effects:"call"}});var Wo,Io=y(()=>{"use strict";mt();pt();Q();Wo={r:(e,t)=>Ie('binomial(link = "probit")',e,t,{bread:"observed_probit(m)",isRefined:!0}),python:(e,t)=>We("Probit",e,t),stata:(e,t)=>T("probit",t,se)}});var zo,Uo,Bo=y(()=>{"use strict";Q();zo=({warnings:e})=>e.some(({code:t})=>t==="not-unique")?{none:"other coefficients fit the quantile as well, and programs report one or another"}:void 0,Uo={r:({estimator:e},t)=>zo(t)??{packages:["quantreg"],call:({outcome:n,regressors:r})=>`rq(${n} ~ ${r}, tau = ${e?.tau}, data = d)`,errors:"likelihood",effects:"call",bread:"quantile_vcov(m)",nobs:"nrow(d)"},python:({estimator:e},t)=>zo(t)??{packages:["scipy"],call:({outcome:n,regressors:r})=>`quantile_regression(${n}, ${r}, ${e?.tau})`,errors:"likelihood",effects:"call"},stata:({estimator:e},t)=>T("qreg",t,()=>e?.tau===.5?[]:[`quantile(${e?.tau})`])}});function Gc(e){let{positive:t,vcovInfo:{type:n}}=e,r=Ko(e),o=n==="iid",s=o&&r.length===0&&t.theta;return{packages:s?["plm"]:[],call({outcome:a,slopes:i,regressors:l,unit:c,textsOf:d}){if(s)return`plm(${a} ~ ${i}, data = d, index = ${c.text}, model = "random")`;let m=r.length===0?"":`, mundlak = ${d(Zo(r))}`;return`random_effects(${a} ~ ${l}, d, ${c.text}${m})`},errors:o?"likelihood":"linear",effects:"call",parameters:r,nobs:"nrow(d)"}}function Jc(e){let t=Ko(e),n=e.vcovInfo.type==="iid";return{packages:[],call({outcome:r,regressors:o,unit:s,textsOf:a}){let i=t.length===0?"":`, mundlak=${a(Zo(t))}`;return`random_effects(${r}, ${o}, ${s}${i})`},errors:n?"likelihood":"linear",effects:"call",parameters:t,nobs:"len(d)",...n?{bread:"m.cov_params()"}:{}}}var Xo,Zc,Ho,Ko,Zo,Go=y(()=>{"use strict";Q();Xo={r:(e,t)=>Gc(t),python:(e,t)=>Jc(t),stata:(e,t)=>e.estimator?.mundlak===void 0?{set:"effect",...T("xtreg",t,()=>["re"]),statistics:Zc}:{none:"means of units beside random effects are no option of xtreg"}},Zc={r2Within:"e(r2_w)",r2Between:"e(r2_b)",r2Overall:"e(r2_o)",sigmaU:"e(sigma_u)",sigmaE:"e(sigma_e)",rho:"e(rho)",chi2:"e(chi2)"},Ho="mean_",Ko=({terms:e})=>e.flatMap(({term:t})=>t.startsWith(Ho)?[t]:[]),Zo=e=>e.map(t=>t.slice(Ho.length))});var Yo,Jo,Yc,Qc,Qo=y(()=>{"use strict";Q();Yo={r:({estimator:e})=>Yc(Jo(e?.lower,"-Inf"),Jo(e?.upper,"Inf")),python:({estimator:e})=>Qc(e?.lower,e?.upper),stata:({estimator:e},t)=>({...T("tobit",t,()=>[...e?.lower===void 0?[]:[`ll(${e.lower})`],...e?.upper===void 0?[]:[`ul(${e.upper})`]]),unchecked:{"/lnsigma":"tobit reports the variance, and papermake the logarithm of the standard deviation"}})},Jo=(e,t)=>e===void 0?t:String(e),Yc=(e,t)=>({packages:["AER"],call:({outcome:n,regressors:r,weights:o})=>`tobit(${n} ~ ${r}, left = ${e}, right = ${t}, data = d${o}, control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))`,errors:"likelihood",effects:"call",bread:"vcov(m)",coefficients:'c(coef(m), "/lnsigma" = log(m$scale))'}),Qc=(e,t)=>({packages:[],call:({outcome:n,regressors:r,weights:o})=>{let s=[...e===void 0?[]:[`lower=${e}`],...t===void 0?[]:[`upper=${t}`]];return`tobit(${[n,r,...s].join(", ")}${o})`},errors:"likelihood",effects:"call",statistics:{ll:"m.llf"}})});var es,ed,Ft,bn=y(()=>{"use strict";es=require("bundle#m110");Jr();Qr();mo();uo();bo();vo();ko();Ro();ct();No();jo();Vo();Io();Bo();Go();Qo();ed={be:Gr,clogit:Yr,fuller:co,gmm:po,heckman:wo,iv:xo,kclass:So,liml:_o,linear:G,logit:Co,negbin:Oo,poisson:Do,probit:Wo,quantile:Uo,re:Xo,tobit:Yo},Ft=({estimator:e,iv:t})=>(0,es.ownValue)(ed,e?.is??(t===null?"linear":"iv"))});var ts,ns,xn,td,ze,Mt=y(()=>{"use strict";ts=require("bundle#m101"),ns=require("kinds#m205"),xn=(0,ts.memoByIdentity)(e=>{let t={...e,sample:null};return{spec:t,text:JSON.stringify(t)}}),td=1e4,ze=class{#e=new Map;#t=new Map;of({data:t,spec:n,fit:r},o,s){let a=xn(n),i=(0,ns.formOf)(r),l=`${t.name}
${a.text}
${JSON.stringify(i)}`,c=this.#e.get(o);c===void 0&&(c=new Map,this.#e.set(o,c));let d=c.get(l);return d===void 0&&(d=s({data:t,spec:a.spec,form:i}),c.size<td&&c.set(l,d)),d}condition({name:t},n,r){let o=`${t}
${n}`,s=this.#t.get(o);return s===void 0&&(s=r(),this.#t.set(o,s)),s}}});function Et(e,t){let n=e.result("rows");return os(e,[],[{expected:vn(n,({variable:r})=>r,r=>r,t)}])}function rs(e,t,n){let r=e.result("rows"),{variances:o}=e.params,s=e.result("groups"),a=s.map((m,f)=>({level:m,expected:vn(r,({variable:u})=>u,({groups:u})=>u[f],n)})),[i,l,c]=s,d=i===void 0||l===void 0||c!==void 0?[]:[{level:[i,l],isPooled:o==="equal",expected:vn(r,({variable:m})=>m,m=>m,["difference","stdError"])}];return{...os(e,[t],[...a,...d]),by:t}}function vn(e,t,n,r){return Object.fromEntries(e.map(o=>{let s=n(o),a=r.flatMap(i=>typeof s[i]=="number"?[[i,s[i]]]:[]);return[t(o),Object.fromEntries(a)]}))}function os(e,t,n){let r=e.params,{data:o}=e,s=o.panel===null?[]:[o.panel.unit,o.panel.time];e.reads([...(0,$n.variablesOfList)(r,null),...s,...t]);let{variables:a,sample:i,exclude:l,sample_of:c}=r;return{node:e.id,data:o,variables:a,sample:i,exclude:l,isOfModel:c!==void 0,parts:n}}function ss(e,{variables:t,sample:n,exclude:r},o){let{panel:s}=e.data;return e.reads([...(0,$n.variablesOfList)({variables:t,sample:n,exclude:r},null),...s===null?[]:[s.unit,s.time],...o??[]]),{terms:t,sample:n,exclude:r,...o===void 0?{}:{complete:o}}}function ae(e,{level:t,expected:n}){let r=n[/^`[^`]*`$/.test(e)?e.slice(1,-1):e]??n[e]??{},o=t===void 0?"":` [${typeof t=="string"?t:t.join(" - ")}]`;return Object.entries(r).map(([s,a])=>({cell:`${e}${o}: ${s}`,name:s,value:a}))}var $n,ke=y(()=>{"use strict";$n=require("planning#m186")});function ie(e,t){let n=nd(e);return n.is==="in"?cs(n,t,!0):Re(n,t).text}function Re(e,t){let{expression:n}=t.dialect;switch(e.is){case"number":return{text:n.number(e.value),rank:e.value<0?n.operators.minus.rank:_e("").rank};case"string":return _e(n.text(e.value));case"name":return _e(n.column(e.name));case"path":{let r=(0,as.lagOfPath)(e);if(r===void 0)throw new w("a path is no variable");return _e(r.operators.reduce((o,{is:s,order:a})=>Tt(o,s,a,t),n.column(r.column)))}case"unary":{let{text:r,rank:o}=n.operators[e.op==="not"?"not":"minus"];return{text:`${r}${Ct(Re(e.of,t),o)}`,rank:o}}case"binary":return rd(e,t);case"in":return _e(cs(e,t,!1));case"call":return od(e,t);default:return e}}function rd(e,t){let{operators:n}=t.dialect.expression,{text:r,rank:o}=n[e.op],[s,a]=[Sn(e.left,e.right,t),Sn(e.right,e.left,t)],i=o===n["=="].rank||o===n["^"].rank;return{text:`${Ct(s,i?o+1:o)} ${r} ${Ct(a,o+1)}`,rank:o}}function Sn(e,t,n){if(e.is!=="string"||t.is!=="name")return Re(e,n);let r=n.data.type(t.name);return(0,Nt.isTimeType)(r)?_e(n.dialect.expression.number(Nt.calendar[r].parse(e.value))):Re(e,n)}function cs({of:e,within:t,negated:n},r,o){if("is"in t)throw new w("a range is of results");let{operators:s,isOneOf:a}=r.dialect.expression,i=t.map(l=>Sn(l,e,r).text);return a(Ct(Re(e,r),s.minus.rank),i,{negated:n,alone:o})}function od({name:e,args:t,named:n},r){let{expression:o,title:s}=r.dialect,a=o.functions[e];if(a===void 0||n.length>0)throw new w(`the function \`${e}\` has no direct form in ${s}`);return _e(`${a}(${t.map(i=>Re(i,r).text).join(", ")})`)}function Tt(e,t,n,{data:{panel:r},dialect:o}){if(r===null)throw new w("a lag needs a panel, and the data have none");let{column:s,lagged:a}=o.expression,[i,l]=[s(r.unit),s(r.time)],c=(m,f)=>a(m,i,l,f);if(t==="L")return c(e,n);if(t==="F")return c(e,-n);if(t==="S")return`(${e} - ${c(e,n)})`;let d=e;for(let m=0;m<n;m++)d=`(${d} - ${c(d,1)})`;return d}var Nt,as,is,ls,Ue,nd,_e,Ct,Be=y(()=>{"use strict";Nt=require("bundle#m72"),as=require("bundle#m80"),is=require("bundle#m82"),ls=require("bundle#m101");N();Ue=(e,t)=>Re(e,t).text,nd=(0,ls.memo)(e=>{let t=(0,is.parseExpression)(e);if(!t.ok)throw new Error(`not a canonical expression: ${e}`);return t.ast}),_e=e=>({text:e,rank:Number.POSITIVE_INFINITY});Ct=({text:e,rank:t},n)=>t<n?`(${e})`:e});function gt(e,t){let n=new Map;for(let r of e)for(let o of(0,Xe.termOf)(r)){let s=o.is==="event"?void 0:(0,he.leafOf)(o);s!==void 0&&n.set(Lt(s,t),s)}return n}function ee(e,{expression:t}){let n=(0,Xe.columnsOfLevels)(e);return n.length===1?n[0]:t.columnOf(e)}function ps(e,t){let{column:n,finite:r,functions:o}=t.dialect.expression;if(e.is==="column")return;if(e.is==="function")return r(`${o[e.name]}(${Ue(e.of,t)})`);let s=ps(e.of,t)??n(e.of.is==="column"?e.of.name:(0,he.printFactor)(e.of)),a=e.lag===0?s:Tt(s,e.lag<0?"F":"L",Math.abs(e.lag),t);return e.diff===0?a:Tt(a,"D",e.diff,t)}function K(e,t){let{dialect:n}=t,{columnOf:r,operators:o,indicator:s}=n.expression,a=(0,Xe.termOf)(e),[i]=a;if(a.length===1&&(0,he.leafOf)(i)===i)return[{term:(0,kn.termName)(a),column:Lt(i,n)}];let l=` ${o["*"].text} `,c=[{name:"",code:""}];for(let m of a){let f=sd(m,t);c=c.flatMap(u=>f.map(({name:p,code:h})=>u.name===""?{name:p,code:h}:{name:`${u.name}:${p}`,code:`${u.code}${l}${h}`}))}let d=a.length===1&&(0,he.isIndicators)(i);return c.map(({name:m,code:f})=>({term:m,column:r(m),code:d?s(f):f}))}function sd(e,t){let{data:n,dialect:r}=t,{column:o,operators:s,eventTime:a,isNumber:i}=r.expression;if(e.is==="levels")return ad(e,t);if(e.is==="event"){let{time:c,cohort:d,window:m,bin:f}=e;if((0,ut.isTimeType)(n.type(c)))throw new w("event times of dates are not written");let u=a(o(c),o(d),m===null?null:[m[0],m[1]],f),p=m??[-200,200];return Array.from({length:p[1]-p[0]+1},(h,g)=>p[0]+g).map(h=>({name:`${(0,ms.eventName)(e)}::${h}`,code:`(${i(u,h)})`}))}let l=(0,kn.termName)([e]);return e.is==="power"?[{name:l,code:`${o(Lt(e.of,r))}${s["^"].text}${e.exponent}`}]:[{name:l,code:o(Lt(e,r))}]}function ad({column:e},t){return t.data.levels(e).map(n=>({name:(0,ds.levelTerm)(`i(${e})`,n),code:`(${Fe(e,n,t)})`}))}function Fe(e,t,{data:n,dialect:{expression:r}}){let{number:o,text:s,operators:a}=r,i=n.type(e),l=i==="number"?o(Number(t)):(0,ut.isTimeType)(i)?o(ut.calendar[i].parse(t)):s(t);return`${r.column(e)} ${a["=="].text} ${l}`}var ut,ds,ms,he,kn,Xe,de,Ot,fs,He,Lt,Me=y(()=>{"use strict";ut=require("bundle#m72"),ds=require("bundle#m140"),ms=require("planning#m207"),he=require("planning#m208"),kn=require("planning#m263"),Xe=require("kinds#m275");N();Be();de=(e,{statement:t})=>e.flatMap(({column:n,code:r})=>r===void 0?[]:[t.assign(n,r)]);Ot=(e,t)=>[...gt(e,t.dialect)].map(([n,r])=>({column:n,code:ps(r,t)})),fs=e=>e.flatMap(t=>(0,Xe.termOf)(t).flatMap(n=>n.is==="levels"?[n.column]:n.is==="event"?[n.time]:[]));He=(e,t)=>[...gt([e],t).keys()][0],Lt=(e,{expression:t})=>e.is==="column"?e.name:t.columnOf((0,he.printFactor)(e))});function id(e,t,n,r){let{lists:o,check:s,expression:a}=r,i=ys(e,t,r),{level:l,isPooled:c=!1}=n,d={data:e.data,dialect:r},m=h=>Fe(e.by,h,d),f=l===void 0?[o.values("x",i,void 0)]:typeof l=="string"?[o.values("x",i,m(l))]:[o.values("x",i,m(l[0])),o.values("y",i,m(l[1]))],u={...o.statistics,difference:o.difference,stdError:o.errorOfDifference(c)},p=ae(t,n).map(({cell:h,name:g,value:b})=>s.value({cell:`${e.node}: ${h}`,got:u[g],expected:b,scale:`max(abs(${a.number(b)}), ${o.spread})`}));return[...f,...p]}function ys({data:e},t,n){let o=(0,us.parseTerm)(t).ok?K(t,{data:e,dialect:n}):[];if(o.length!==1)throw new w(`the variable ${t} is not one column`);return o[0].column}function ws(e,t){if(e.isOfModel)throw new w("the rows of a model are not taken over here yet");return _n(e.data,e,t)}function _n(e,{variables:t,sample:n,exclude:r},o){let{statement:s}=o,a={data:e,dialect:o};return[s.take(o.dataName(e.name)),...de(Ot(t,a),o),...n===null?[]:[s.keep(ie(n,a))],...r===null?[]:[s.leave(ie(r,a))],...de(t.flatMap(i=>K(i,a)),o)]}var us,gs,hs,Rn=y(()=>{"use strict";us=require("planning#m209");ke();N();Be();Me();gs=(e,t)=>t.blocks.orMissing(e.node,()=>{let n=0,r=e.parts.flatMap(o=>e.variables.flatMap(s=>{let a=ae(s,o);return n+=a.length,a.length===0?[]:id(e,s,o,t)}));return{node:e.node,lines:[...ws(e,t),...r],cells:n,missing:[],packages:[]}});hs=(e,t)=>t.blocks.orMissing(e.node,()=>{let{lists:n,check:r,statement:o}=t,s=e.variables.map(l=>ys(e,l,t)),a=e.variables.flatMap((l,c)=>e.parts.flatMap(m=>ae(l,m)).map(({cell:m,value:f})=>r.value({cell:`${e.node}: ${m}`,got:n.inflationOf(s[c]),expected:f}))),i=[...ws(e,t),o.complete(s),...n.inflation(s),...a];return{node:e.node,lines:i,cells:a.length,missing:[],packages:[]}})});function jt({node:e,spec:t,fit:n,part:r}){if(r!==void 0)return[];let{vcov:o}=t,s=o.is==="cluster"&&o.wild!==void 0;return[[n.margins!==void 0,"marginal effects","they are not written"],[t.uTest!==void 0,"the U test","it is not written"],[t.oster!==void 0,"selection on unobservables","it is not written"],[s,"p values of the wild bootstrap","their draws are papermake\u2019s own"]].flatMap(([i,l,c])=>i?[{node:e,what:l,why:c}]:[])}var Fn=y(()=>{"use strict"});function L(e,t,n=100){let r=[],o=e;for(let s of(0,bs.printable)(t).split(/\s+/))o.length+s.length+1>n&&o!==e&&(r.push(o),o=e),o+=` ${s}`;return[...r,o]}var bs,Ke,Ee,At,Ze,qt,le=y(()=>{"use strict";bs=require("bundle#m137"),Ke=({fit:e,part:t})=>t===void 0?e.terms:e.terms.filter(({term:n})=>t.terms.includes(n)),Ee=({part:e})=>e===void 0?"":`${e.name}: `,At=e=>[...new Set(e.flatMap(({blocks:t})=>t.flatMap(({functions:n=[]})=>n)))].join(""),Ze=({name:e,origin:t})=>t?.is==="frame"?`The data ${e} are the frame that papermake made: ${t.why}.`:void 0,qt=e=>e.some(({data:t})=>t.some(({origin:n})=>n?.is==="raw"))});var xs,Dt,Pt,vs,Mn=y(()=>{"use strict";xs=require("bundle#m140"),Dt=({lincom:e=[]},t)=>e.flatMap(({name:n,weights:r,constant:o})=>{let s=t.lincom?.find(({term:a})=>a===n);return s===void 0||typeof s.stdError!="number"||!vs(r,t)?[]:[{name:n,weights:r,constant:o,estimate:s.estimate,stdError:s.stdError}]}),Pt=({tests:e=[]},t)=>e.flatMap(({name:n,restrictions:r})=>{let o=t.tests.find(a=>a.name===n&&a.kind==="restrictions");if(typeof o?.statistic!="number"||o.redundant!==void 0)return[];let s=r.flatMap(a=>"family"in a?t.terms.flatMap(({term:i})=>(0,xs.familyOf)(i)===a.family?[{weights:[[i,1]],value:a.value}]:[]):[a]);return s.length!==o.df?.[0]||!s.every(({weights:a})=>vs(a,t))?[]:[{name:n,restrictions:s,statistic:o.statistic,isF:o.df.length>1}]}),vs=(e,{terms:t})=>e.every(([n])=>t.some(r=>r.term===n))});function Ge(e,{errors:t,bread:n,nobs:r},o){let s=t==="likelihood"?"likelihood":Se(e.spec,e.form),{set:a,rows:i}=o.covariance;return[a("N",r??i),...ld({model:e,style:s,bread:n,dialect:o})]}function ld(e){let{model:t,style:n,bread:r,dialect:o}=e,{set:s,information:a,iid:i}=o.covariance,{vcov:l}=t.spec;switch(l.is){case"iid":return n==="likelihood"?[s("V",a(r))]:[...Je(e),s("V",i(Ss(n)))];case"hc":return cd(e);case"cluster":return dd(e);case"dk":return pd(e);case"nw":return fd(e);case"conley":return ud(e,l);default:return l}}function Je(e){let{style:t,dialect:n}=e,{set:r,coefficients:o,levels:s,absorbed:a,absorbedPart:i}=n.covariance;if(t==="likelihood")return[];let l=En(e);if(l.length===0)return t==="asymptotic"?[r("absorbed","0")]:[r("K",o)];let c=l.length===1?s(l[0]):i(a(l,void 0),"df");return[r("absorbed",c),r("K",`${o} - 1 + absorbed`)]}function cd(e){let{model:t,style:n,bread:r,dialect:o}=e,{set:s,leveraged:a,robust:i}=o.covariance,{type:l}=t.form.vcovInfo;if(l==="HC2"||l==="HC3"){let[c,d]=En(e);if(d!==void 0||t.spec.weights!==void 0)throw new w(`${l} errors with weights or several effects are not written`);return[...a(l,c)]}return l!=="HC1"?[s("V",i(r))]:[...Je(e),s("V",`${Cn(n)} * ${i(r)}`)]}function dd(e){let{model:t,bread:n,dialect:r}=e,{set:o,clusters:s,clustered:a,mended:i}=r.covariance,{spec:l,form:c}=t;if(l.vcov.is!=="cluster")throw new Error("a covariance without clusters");let d=l.vcov.by.map(p=>ee(p,r)),[m,f]=md(e,d),u=c.warnings.some(({code:p})=>p==="vcov-mended");return[o("G",s(d)),...m,o("V",`${f}${a(d,n)}`),...u?i(l.absorb.length>0):[]]}function md(e,t){let{style:n,dialect:r}=e,{set:o,coefficients:s,absorbed:a,absorbedPart:i}=r.covariance,l="G / (G - 1) * (N - 1) / (N - K) * ";switch(n){case"likelihood":return[[],"G / (G - 1) * "];case"asymptotic":return[[],""];case"regress":case"xtreg":return[[o("K",s)],l];case"xtivreg2":return[[o("K",`${s} - 1`)],l];case"areg":return[Je(e),l];case"reghdfe":{let c=`${i("absorbed","df")} + ${i("absorbed","nested")}`;return[[o("absorbed",a(En(e),t)),o("K",`${s} - 1 + ${c}`)],l]}default:return n}}function fd(e){let{model:t,style:n,bread:r,dialect:o}=e,{set:s,bread:a,overTime:i}=o.covariance,{vcov:l}=t.spec,{panel:c}=t.data,d=l.is==="nw"&&l.time!==void 0?l.time:c?.time;if(d===void 0)throw new w("Newey-West errors need a panel");let{lines:m,code:f}=i(c?.unit??null,d,t.form.vcovInfo.lag);return[...Je(e),s("B",a(r)),...m,s("V",`${Cn(n)} * ${f}`)]}function pd(e){let{model:t,style:n,bread:r,dialect:o}=e,{set:s,bread:a,overTime:i,levels:l,periods:c}=o.covariance,{spec:d,form:m,data:f}=t;if(f.panel===null)throw new w("Driscoll-Kraay errors need a panel");let{unit:u,time:p}=f.panel,{lines:h,code:g}=i(void 0,p,m.vcovInfo.lag),b=[s("B",a(r)),...h,s("V",g)];if(!(d.vcov.is==="dk"&&d.vcov.small===!0&&n!=="asymptotic"))return b;let x=d.absorb.includes((0,$s.printName)(u)),S=d.absorb.length===1&&n==="xtivreg2"&&x?" - 1":"";return[...Je(e),...x?[s("K",`K - ${l(u)} + 1${S}`)]:[],...b,s("T",c),s("V","T / (T - 1) * (N - 1) / (N - K) * V")]}function ud(e,{latitude:t,longitude:n,cutoff:r,kernel:o,lags:s,small:a}){let{model:i,style:l,bread:c,dialect:d}=e,{set:m,bread:f,conley:u}=d.covariance,{panel:p}=i.data,h=a===!0&&l!=="asymptotic",[g,b]=[p?.unit??null,p?.time??null];return[...h?Je(e):[],m("B",f(c)),m("V",`${h?`${Cn(l)} * `:""}${u({latitude:t,longitude:n,cutoff:r,kernel:o,lags:s,unit:g,time:b})}`)]}var $s,En,Ss,Cn,Vt=y(()=>{"use strict";$s=require("bundle#m83");Rt();N();Me();En=({model:e,dialect:t})=>e.spec.absorb.map(n=>ee(n,t));Ss=e=>`(N - ${e==="asymptotic"?"absorbed":"K"})`,Cn=e=>e==="likelihood"?"N / (N - 1)":`N / ${Ss(e)}`});function _s(e,{pieces:t},n){if(e.fit.firstStage===void 0)return ks;let r=n.worded(G,e.spec,(0,Nn.formOf)(e.fit));if("none"in r)return ks;let{exogenous:o,instruments:s}=t,a=e.fit.firstStage.map(i=>{let l=`first stage of ${i.endogenous}`,d=e.spec.iv.endogenous.flatMap(b=>K(b,{data:e.data,dialect:n})).find(({term:b})=>b===i.endogenous).column,m={...t,outcome:d,exogenous:[...o,...s],endogenous:[],instruments:[]},{check:f,covariance:u,expression:p}=n,h=i.terms.map(({term:b,estimate:v,stdError:x})=>({column:p.columnOf(b),estimate:v,error:typeof x=="number"?x:null})),g=typeof i.f=="number";return{lines:[u.set("m",r.call(m)),...Ge({data:e.data,form:(0,Nn.formOf)(i),spec:Tn(e.spec)},r,n),f.print(i.dfResid,null),...f.coefficients(`${e.node}: ${l}`,h,void 0),...g?[f.value({cell:`${e.node}: ${l}: F`,got:f.wald(s),expected:i.f})]:[]],further:[...h.flatMap(({column:b,estimate:v,error:x})=>[{cell:`${l}: ${b}: coefficient`,value:v},...x===null?[]:[{cell:`${l}: ${b}: standard error`,value:x}]]),...g?[{cell:`${l}: F`,value:i.f}]:[]]}});return{lines:a.flatMap(({lines:i})=>i),further:a.flatMap(({further:i})=>i)}}function Tn(e){let{small:t,vcov:n}=e;return{...e,small:t===null||t==="asymptotic"||t==="ivregress"?"regress":t,vcov:n.is==="dk"||n.is==="conley"?{...n,small:!0}:n}}var Nn,ks,Ln=y(()=>{"use strict";Nn=require("kinds#m205");ct();Vt();Me();ks={lines:[],further:[]}});function Wt({spec:e,data:t},n){let r=[...new Set([...gd(e),...e.common?.terms??[],...On(e)])],o=[...new Set((0,A.levelsOfSpec)(e))].flatMap(s=>{let a=(0,A.columnsOfLevels)(s);return a.length===1?[]:[n.statement.assign(ee(s,n),n.expression.joint(a))]});return[...de(Ot(r,{data:t,dialect:n}),n),...o]}function It({spec:e,rowsLost:t,data:n},r,o){let{sample:s,exclude:a,split:i,common:l,weights:c,winsorize:d}=e,{statement:m,expression:f}=r,u={data:n,dialect:r},p=[],h=x=>{p.push(m.keep(ie(x,u)))},g=x=>{p.push(m.leave(ie(x,u)))};s!==null&&h(s),i!==null&&p.push(m.keep(Fe(i.column,i.level,u))),a!==null&&g(a);for(let x of l?.samples??[])h(x);for(let x of l?.excludes??[])g(x);let b=wd(e,r);d?.rows==="own"&&p.push(...b),p.push(m.complete(hd(e,r)));for(let x of On(e))p.push(m.keep(`${f.column(He(x,r))} > 0`));for(let{time:x,cohort:S,always:E}of(0,A.eventsOf)(e))E==="drop"&&p.push(m.withoutAlways(x,S));d?.rows==="complete"&&p.push(...b);let v=bd(e,t,r);return v.length>0&&p.push(m.withoutSingletons(v)),p.push(...o),c?.is==="frequency"&&p.push(m.repeated(He(c.of,r))),p}function hd(e,t){let n=[...(0,A.listsRequired)(e).flat(),...e.common?.terms??[],...On(e)],r=(0,A.levelsOfSpec)(e).map(o=>ee(o,t));return[...new Set([...gt(n,t).keys(),...fs(n),...r,...(0,A.columnsOfVcov)(e)])]}function wd({winsorize:e,absorb:t,vcov:n,...r},o){if(e===null)return[];if(e.stage==="terms")throw new w(`winsorising of whole terms is not written in ${o.title}`);let{vars:s,at:a,by:i,method:l}=e,c=gt((0,A.listsRequired)({winsorize:e,absorb:t,vcov:n,...r}).flat(),o),d=[...t,...n.is==="cluster"?n.by:[]].flatMap(A.columnsOfLevels);return[...c].flatMap(([m,f])=>{if(s!==null&&!s.includes((0,Rs.printFactor)(f)))return[];if(d.includes(m))throw new w(`${m} is winsorised and an effect or a cluster too`);return[o.statement.winsorized(m,{by:i,at:a,type:yd[l]??2})]})}function bd(e,t,n){let r=e.singletons??(0,A.singletonConvention)(e),o=t.some(({cause:a})=>a==="singleton"),s=r==="drop"||r==="unless nested"&&o?e.absorb:[];return[...new Set([...s,...e.common?.singletons??[]])].map(a=>ee(a,n))}var Rs,A,gd,On,yd,jn=y(()=>{"use strict";Rs=require("planning#m208"),A=require("kinds#m275");N();Be();Me();gd=e=>e.estimator?.partial===!0?[e.outcome,...e.terms,...(0,A.listsRequired)(e).flat()]:(0,A.listsRequired)(e).flat(),On=({weights:e,common:t})=>[...e===void 0?[]:[e.of],...t?.weights??[]];yd={type2:2,type6:6,type7:7}});function Ms(e,t,n){let{spec:r,form:o,data:s}=e,{title:a,statement:i,expression:l}=n,c=n.worded(t,r,o);if("none"in c)throw new w(c.none);if(r.slopes!==void 0)throw new w(`slopes by group are not written in ${a}`);if(r.trim!==void 0)throw new w(`trimming is not written in ${a}`);let d=xd(e,c,n),m=$d(e,c,d,n),f=r.absorb.length>0&&c.effects==="dummies",u=o.terms.flatMap(({term:p})=>p==="_cons"?[]:[l.columnOf(p)]);return{worded:c,pieces:m,before:[i.take(n.dataName(s.name)),...Wt(e,n)],after:[...It({...e,rowsLost:o.rowsLost},n,[...de(d.all,n),...c.rows?.(m)??[]]),...vd(e,c,d.all,n),n.covariance.set("m",c.call(m)),...Ge(e,c,n)],columns:o.terms.map(({term:p})=>l.columnOf(p)),printed:f?u:null}}function xd({spec:e,form:t,data:n},r,o){let s={data:n,dialect:o},a=new Set(t.terms.map(({term:x})=>x)),i=(x,S)=>x.flatMap(E=>K(E,s)).filter(({term:E})=>S.has(E)),l=K(e.outcome,s)[0],[c,d]=[i(e.terms,a),i(e.iv?.endogenous??[],a)],m=new Set((t.firstStage??[]).flatMap(({terms:x})=>x.map(({term:S})=>S))),f=i(e.iv?.instruments??[],m),u=new Set(t.selection?.terms.map(({term:x})=>x)),p=Object.fromEntries(Object.entries(e.estimator?.terms??{}).map(([x,S])=>[x,x==="selection"?i(S,u):S.flatMap(E=>K(E,s))])),h=new Set([...c,...d].map(({term:x})=>x)),g=x=>x==="_cons"||x.startsWith("/")||h.has(x)||r.parameters?.includes(x)===!0,b=[...a].find(x=>!g(x));if(b!==void 0)throw new w(`the term ${(0,Fs.familyOf)(b)} has no direct form`);let v=[l,...c,...d,...f,...Object.values(p).flat()];return{outcome:l,exogenous:c,endogenous:d,instruments:f,further:p,all:[...new Map(v.map(x=>[x.column,x])).values()]}}function vd({spec:e},{effects:t},n,r){let{absorb:o,weights:s,vcov:a}=e;if(o.length===0||t!=="demeaned")return[];let i=[...new Set(n.map(({column:m})=>m))],c=(a.is==="conley"?[a.latitude,a.longitude]:[]).find(m=>i.includes(m));if(c!==void 0)throw new w(`${c} is a place and a variable that is demeaned`);let d=s===void 0||s.is==="frequency"?void 0:He(s.of,r);return[r.statement.demeaned(i,o.map(m=>ee(m,r)),d)]}function $d({spec:e,form:t},{effects:n},r,o){let s=m=>m.map(({column:f})=>f),{weights:a,absorb:i,estimator:l}=e,[c]=i.length>0?i:l?.levels?.unit??l?.levels?.group??[],d=i.length>0&&n!=="call";return{outcome:r.outcome.column,exogenous:s(r.exogenous),endogenous:s(r.endogenous),instruments:s(r.instruments),constant:d||(n==="call"?t.terms.some(({term:m})=>m==="_cons"):e.constant),effects:n==="dummies"?i.map(m=>ee(m,o)):[],weights:a===void 0||a.is==="frequency"?void 0:He(a.of,o),further:m=>s(r.further[m]??[]),unit:c===void 0?void 0:ee(c,o)}}var Fs,Es=y(()=>{"use strict";Fs=require("bundle#m140");N();Vt();jn();Me()});function Ns(e,{pieces:t},n){let{fit:r,spec:o,node:s,data:a}=e,[i,l]=r.firstStage??[],[c]=t.endogenous;if(i===void 0||l!==void 0||c===void 0||typeof r.stats.effectiveF!="number")return An;let d=(0,Cs.formOf)(i),m=n.worded(G,o,d);if("none"in m)return An;let{covariance:f,expression:u,check:p}=n,{exogenous:h,instruments:g,outcome:b}=t,v=u.columnOf(`${b} + ${c}`),x=u.texts(g),S=(C,$)=>[f.set("m",m.call({...t,outcome:C,exogenous:[...h,...g],endogenous:[],instruments:[]})),...Ge({data:a,form:d,spec:Tn(o)},m,n),f.set($,`kept(m, V, ${x})`)],E=[b,c].map(u.text).join(", "),I=kd(r,p).flatMap(({value:C,...$})=>typeof C=="number"?[{...$,value:C}]:[]);return{lines:[f.set("d",`summed(d, ${E}, ${u.text(v)})`),...S(b,"reduced"),...S(c,"first"),...S(v,"both"),f.set("w",`two_equations(reduced, first, both, d, ${E})`),...I.flatMap(({cell:C,code:$,value:H,scale:Ae,kept:Ur})=>[...Ur===void 0?[]:[f.set(...Ur)],p.value({cell:`${s}: ${C}`,got:$,expected:H,...Ae!==void 0&&{scale:u.number(Ae)}})])],further:I.map(({cell:C,value:$})=>({cell:C,value:$})),functions:[n.weakFunctions]}}function kd(e,t){let[n,r,o,s]=["effective-f","tf","anderson-rubin","clr"].map(m=>Sd(e,m)),a=n?.worstBias,i=n?.critical??{},l=(m,f)=>Object.entries(i[m]??{}).map(([u,p])=>({cell:`effective F: ${m} critical value of ${u}`,code:`effective_critical(w, ${f} / ${Number.parseFloat(u)/100})`,value:p})),[,c]=o?.df??[],d=o?.level;return[{cell:"effective F",code:"effective_f(w)",value:n?.statistic},{cell:"effective F: worst bias",code:"worst",value:a,kept:["worst","worst_bias(w)"],scale:1},...l("simplified","1"),...l("tsls","worst"),{cell:"tF: critical value",code:"tf_critical(effective_f(w))",value:r?.critical},{cell:"Anderson-Rubin: F",code:"anderson_rubin(w, 0)",value:o?.statistic},...Ts("Anderson-Rubin",["ar",`anderson_rubin_set(w, ${c}, ${d})`],o,t),..._d(s,d,t)]}function _d(e,t,n){return e?.df?.length!==1||typeof e.statistic!="number"?[]:[{cell:"CLR",code:n.part("ratio",1),value:e.statistic,kept:["ratio","conditional_ratio(w, 0)"]},{cell:"CLR: p",code:n.part("ratio",2),value:e.pValue},...Ts("CLR",["clr",`conditional_ratio_set(w, ${t})`],e,n)]}function Ts(e,t,n,r){let o=n?.set;return o===void 0||"invalid"in o?[]:[o.pieces.length,...o.bounds].map((s,a)=>({cell:a===0?`${e}: intervals of the set`:`${e}: end ${a} of the set`,code:r.part(t[0],a+1),value:s,...a===0&&{kept:t}}))}var Cs,An,Sd,Ls=y(()=>{"use strict";Cs=require("kinds#m205");ct();Vt();Ln();An={lines:[],further:[],functions:[]};Sd=({tests:e},t)=>e.find(n=>n.name===t)});function Rd(e,t,n,r){let{node:o,fit:s,data:a}=e,{sample:i}=e.spec,{statement:l,blocks:c,check:d}=n,m=i===null?[]:[r.condition(a,i,()=>l.keep(ie(i,{data:a,dialect:n})))],f=Fd(e,t,n),u=_s(e,t,n),p=Ns(e,t,n);return{node:o,lines:t.before.concat(m,t.after,d.print(s.dfResid,t.printed),f.lines,u.lines,p.lines,f.missing.flatMap(h=>c.lines(h))),cells:f.cells+u.further.length+p.further.length,missing:f.missing,packages:t.worded.packages,further:f.statistics.concat(u.further,p.further),...p.functions.length>0&&{functions:p.functions}}}function Fd(e,t,{check:n,expression:r}){let{node:o,part:s}=e,a=`${o}: ${Ee(e)}`,{rows:i,missing:l}=Md(e,t),c=[],d=[...n.coefficients(s===void 0?o:`${o}: ${s.name}`,i,t.worded.coefficients)],m=(v,x,S)=>{d.push(n.value({cell:a+v,got:x,expected:S}))},f=(v,x,S)=>{m(v,x,S),c.push({cell:Ee(e)+v,value:S})},{fit:u,spec:p}=e;m("N","N",u.nobs);let h=p.vcov.is==="cluster"&&u.nclusters!==null;h&&m("clusters","G",u.nclusters);let{stats:g}=u;for(let v in t.worded.statistics){let x=g[v];typeof x=="number"&&f(v,t.worded.statistics[v],x)}s?.joint!==void 0&&f("joint F",n.wald(s.joint.terms.map(r.columnOf)),s.joint.value);for(let{name:v,weights:x,constant:S,estimate:E,stdError:I}of Dt(p,u)){let[C,$]=[n.part("e",1),n.part("e",2)];d.push(n.combined(x,t.worded.coefficients)),f(`${v}: combination`,S===0?C:`${C} + (${S})`,E),f(`${v}: standard error`,$,I)}for(let{name:v,restrictions:x,statistic:S,isF:E}of Pt(p,u)){let I=n.restricted(x,t.worded.coefficients);f(`${v}: ${E?"F":"chi2"}`,E?`${I} / ${x.length}`:I,S)}let b=i.filter(({error:v})=>v!==null).length;return{lines:d,cells:i.length+b+(h?2:1)+c.length,missing:l,statistics:c}}function Md(e,{worded:{unchecked:t},columns:n}){let{node:r,fit:o}=e,s=Ke(e),a=jt(e),i=[];return o.terms.forEach((l,c)=>{let{term:d,estimate:m,stdError:f}=l;if(!s.includes(l))return;if(t!==void 0&&Object.hasOwn(t,d)){a.push({node:r,what:d,why:t[d]});return}let u=typeof f=="number"?f:null;typeof f!="number"&&a.push({node:r,what:`the standard error of ${d}`,why:f.invalid}),i.push({column:n[c],estimate:m,error:u})}),{rows:i,missing:a}}var Os,js=y(()=>{"use strict";Fn();le();Mn();N();Be();Ln();Es();Ls();Os=(e,t,n,r)=>n.blocks.orMissing(e.node,()=>{if(t===void 0)throw new w(`the estimator is not written in ${n.title} yet`);let o=r.of(e,t,s=>Ms(s,t,n));return Rd(e,o,n,r)})});var qs={};D(qs,{filesOf:()=>As,scopeOf:()=>qn});var As,qn,Dn=y(()=>{"use strict";As=({rules:e})=>[...new Map(e.flatMap(t=>t.is==="read"?[t.file]:t.is==="merge"?As(t.other):[]).map(t=>[t.path,t])).values()],qn=({name:e,panel:t,types:n})=>({name:e,panel:t,nrows:0,texts:[],type:r=>n.get(r)??"number",levels:()=>[]})});function Vs(e,t,n){return[...Ws(e,n),...n.raw.compared(e.name,t)]}function Ws(e,t){let n={data:qn(e),dialect:t};return[...e.rules.flatMap(s=>s.is==="merge"?[s.other]:[]).flatMap(s=>[...Ws(s,t),t.raw.named(t.dataName(s.name))]),...e.rules.flatMap(s=>Ed(s,n))]}function Ed(e,t){let{raw:n,statement:r,dataName:o}=t.dialect;switch(e.is){case"read":return n.read(e.file,e.columns,e.missing);case"keep":return[r.keep(ie(e.condition,t))];case"derive":return Cd(e,t);case"merge":return[n.merged(o(e.other.name),e.on,e.columns,e.drops)];default:return e}}function Cd({column:e,expression:t,gives:n},r){let{raw:o,statement:s}=r.dialect,a=(0,Ps.parseExpression)(t);if(!a.ok)throw new Error(`not a canonical expression: ${t}`);let i=a.ast;if(i.is==="call"&&i.name==="winsorize")return Nd(e,i,r);if(i.is==="call"&&i.named.length>0)return[s.assign(e,Td(i,r))];let l=Ue(i,r);return[s.assign(e,n==="text"?l:o.number(l,n==="condition"))]}function Is({name:e,named:t},{dialect:{title:n}}){let[r,o]=t;if(o!==void 0||r!==void 0&&(r.name!=="by"||r.value.is!=="names"))throw new w(`the function \`${e}\` with its options has no direct form in ${n}`);return r?.value.is==="names"?r.value.names.map(s=>s.name):[]}function Nd(e,t,n){let{raw:r,statement:o}=n.dialect,[s,a,i]=t.args,l=Is(t,n);return[o.assign(e,r.number(Ue(s,n),!1)),o.winsorized(e,{by:l,at:[Ds(a),Ds(i)],type:2})]}function Ds(e){if(e.is!=="number")throw new w("a percentile is no number");return e.value}function Td(e,t){let{raw:n,expression:r,title:o}=t.dialect,s=Is(e,t),[a,i]=e.args,l=n.statistics[e.name];if(l===void 0||a===void 0||i!==void 0||s.length===0)throw new w(`the function \`${e.name}\` has no direct form in ${o}`);return n.ofGroups(Ue(a,t),l,s.map(r.column))}var Ps,zs=y(()=>{"use strict";Ps=require("bundle#m82");Dn();N();Be()});var Us={};D(Us,{columnOf:()=>te,definedValues:()=>ht});var ht,te,Ce=y(()=>{"use strict";ht=e=>e.filter(t=>typeof t.value=="number"),te=(e,t)=>e.cells(t)[0].column});function Ld({data:e},t){let{columnOf:n,text:r,texts:o}=t.expression,s={data:e,dialect:t};return{cells:a=>K(a,s),name:a=>a,made:n,values:t.values,text:r,texts:o,isLevel:(a,i)=>Fe(a,i,s)}}function Od({data:e,rows:t},n){let{statement:r}=n;if(!("model"in t)){let{terms:l,complete:c}=t,d={data:e,dialect:n},m=[...new Set([...l.flatMap(f=>K(f,d).map(({column:u})=>u)),...c??[]])];return[..._n(e,{...t,variables:l},n),...c===void 0?[]:[r.complete(m)]]}let{model:o,rowsLost:s}=t,a={data:e,spec:o,rowsLost:s},i=(0,Bs.listsOfTerms)(o).flat().flatMap(l=>K(l,{data:e,dialect:n}));return[r.take(n.dataName(e.name)),...Wt(a,n),...It(a,n,de([...new Map(i.map(l=>[l.column,l])).values()],n))]}var Bs,Xs,Hs=y(()=>{"use strict";Bs=require("kinds#m275");N();Ce();Rn();jn();Me();Xs=(e,t)=>t.blocks.orMissing(e.node,()=>{let{node:n,missing:r=[]}=e,o=e.words[t.name](Ld(e,t));if("none"in o)throw new w(o.none);let s=ht(o.values),a=s.flatMap(({cell:l,code:c,value:d,scale:m,after:f=[]})=>[...f,t.check.value({cell:`${n}: ${l}`,got:c,expected:d,...m===void 0?{}:{scale:t.expression.number(m)}})]),i=[...r,...o.missing??[]].map(l=>({node:n,...l}));return{node:n,lines:[...Od(e,t),...o.lines,...a,...i.flatMap(l=>t.blocks.lines(l))],cells:s.length,missing:i,packages:o.packages??[],...o.functions===void 0?{}:{functions:[o.functions]},further:s.map(({cell:l,value:c})=>({cell:l,value:c}))}})});function zt(e,{scripts:t,raw:n}){let r=new ze;return{model:(o,s)=>Os(o,s??Ft(o.spec),e,r),describe:o=>gs(o,e),vif:o=>hs(o,e),worded:o=>Xs(o,e),missing:(o,s)=>e.blocks.missing({node:o,what:oe,why:s}),scripts:t,raw:(o,s)=>n(o.name,Vs(o,s,e)),data:pn,nameOf:(o,s)=>s}}var Pn=y(()=>{"use strict";pe();bn();Z();Mt();Rn();js();zs();Hs()});var Ks={};D(Ks,{pyNumber:()=>J,pyText:()=>k,pyTexts:()=>_});var k,J,_,yt=y(()=>{"use strict";k=e=>JSON.stringify(e).replace(/\u007f/g,"\\u007f"),J=e=>Number.isFinite(e)?String(e):`${e<0?"-":""}np.inf`,_=e=>`[${e.map(k).join(", ")}]`});var Vn,Zs,Gs,Wn=y(()=>{"use strict";yt();Vn=(e,t)=>t.length===0?[]:[`${e}=${_(t)}`],Zs={read({path:e,delimiter:t},n,r){let o=i=>n.filter(l=>l.isText===i).map(({from:l})=>l),s=[...Vn("numbers",o(!1)),...Vn("text",o(!0)),...t===","?[]:[`sep=${k(t)}`],...Vn("missing",r.texts),...r.numbers.length===0?[]:[`codes=[${r.numbers.map(J).join(", ")}]`]],a=n.flatMap(({from:i,name:l})=>i===l?[]:[`${k(i)}: ${k(l)}`]);return[`d = read_raw(${[k(e),...s].join(", ")})`,...a.length===0?[]:[`d = d.rename(columns={${a.join(", ")}})`]]},merged:(e,t,n,r)=>`d = merged(d, ${e}, ${_(t)}, ${_(n)}${r?", drop=True":""})`,named:e=>`${e} = d`,number:(e,t)=>t?`number(${e})`:`finite(${e})`,statistics:{mean:'"mean"',sum:'"sum"',min:'"min"',max:'"max"',median:'"median"',sd:'"std"',count:'"count"'},ofGroups:(e,t,n)=>`of_groups(${[e,t,...n].join(", ")})`,compared:(e,{rows:t,numbers:n,texts:r})=>[`check_data(${k(e)}, d, ${t}, {`,...n.map(({column:o,values:s,sum:a,squares:i})=>`    ${k(o)}: (${[s,a,i].join(", ")}),`),...r.map(({column:o,values:s,distinct:a})=>`    ${k(o)}: (${s}, ${a}),`),"})"]},Gs=`

# ---- Data from raw files. ----


def made_by(script):
    """The data that a script makes."""
    return runpy.run_path(script)["d"]


def read_raw(file, numbers=(), text=(), sep=",", missing=(), codes=()):
    """Reads columns of a raw file. An empty cell is missing, and so are the texts and the numbers that mean it."""
    d = pd.read_csv(file, sep=sep, usecols=lambda name: name.strip() in {*numbers, *text}, dtype={name: "string" for name in text},
                    na_values=["", *missing], keep_default_na=False, float_precision="round_trip", encoding="utf-8-sig")
    d = d.rename(columns=str.strip).astype({name: "Float64" for name in numbers})
    for name in numbers:
        d[name] = d[name].mask(d[name].isin(codes).fillna(False))
    return d


def merged(d, other, by, columns, drop=False):
    """Columns of other data, where the keys are the same; a missing key matches nothing."""
    return d.merge(other[[*by, *columns]].dropna(subset=by), on=by, how="inner" if drop else "left")


def of_groups(x, statistic, *by):
    """A statistic of the values that a group has, for each of its rows."""
    return x.groupby(list(by), dropna=False).transform(statistic).astype("Float64")


def check_data(name, d, rows, expected):
    """Compares data with those of the paper: rows, and of each column its values, their sum and their squares' sum; of texts how many there are."""
    check(f"data {name}: rows", len(d), rows)
    for column, (values, *sums) in expected.items():
        x = d[column].dropna()
        check(f"data {name}: {column}: values", len(x), values)
        if len(sums) == 1:
            check(f"data {name}: {column}: different texts", x.nunique(), sums[0])
            continue
        x = numbers(x)
        check(f"data {name}: {column}: sum", x.sum(), sums[0], abs(x).sum())
        check(f"data {name}: {column}: sum of squares", (x**2).sum(), sums[1], sums[1])
`});var Js,Ys,Qs=y(()=>{"use strict";Js=require("estimation#m222"),Ys=`

from scipy import optimize, special

def kept(m, V, names):
    """Coefficients of a regression on some instruments, their covariance, and (Z'Z)^-1 of what the other regressors leave of them."""
    at = [list(m.params.index).index(name) for name in names]
    block = np.ix_(at, at)
    return m.params.to_numpy()[at], np.asarray(V)[block], np.asarray(m.normalized_cov_params)[block]


def summed(d, y, x, name):
    """Adds the sum of two variables over their standard deviations."""
    return d.assign(**{name: d[y] / d[y].std(ddof=1) + d[x] / d[x].std(ddof=1)})


TwoEquations = namedtuple("TwoEquations", "y x yy xx yx unit")


def two_equations(reduced, first, both, d, y, x):
    """The reduced form and the first stage in orthonormal instruments and in standard deviations, with blocks of their joint covariance:
    that of two equations follows from the covariances of both and of their sum."""
    sd_y, sd_x = d[y].std(ddof=1), d[x].std(ddof=1)
    C = np.linalg.cholesky(inverse(reduced[2])).T
    yy, xx, all_ = C @ reduced[1] @ C.T / sd_y**2, C @ first[1] @ C.T / sd_x**2, C @ both[1] @ C.T
    return TwoEquations(C @ reduced[0] / sd_y, C @ first[0] / sd_x, yy, xx, (all_ - yy - xx) / 2, sd_y / sd_x)


def effective_f(w):
    """The effective F of Montiel Olea and Pflueger (2013)."""
    return w.x @ w.x / np.trace(w.xx)


def effective_critical(w, x):
    """Its critical value at 5 % for noncentrality x, by Patnaik's approximation."""
    total, most = np.trace(w.xx), np.linalg.eigvalsh(w.xx)[-1]
    k = total**2 * (1 + 2 * x) / (np.sum(w.xx**2) + 2 * x * total * most)
    return stats.ncx2.ppf(0.95, k, k * x) / k


def angles_with_turns(f, points=200):
    """Angles of values of the coefficient, b = tan(angle): a grid with the turning points between its points."""
    a = np.linspace(-np.pi / 2, np.pi / 2, points + 1)
    v = np.array([f(each) for each in a])
    turns = []
    for i in range(points + 1):
        before, after = v[points - 1] if i == 0 else v[i - 1], v[1] if i == points else v[i + 1]
        highest = v[i] >= max(before, after)
        if not highest and v[i] > min(before, after):
            continue
        around = (a[i] - np.pi / points, a[i] + np.pi / points)
        sign = -1 if highest else 1
        at = optimize.minimize_scalar(lambda each: sign * f(each), bounds=around, method="bounded", options={"xatol": 1e-10}).x
        turns.append((at + np.pi / 2) % np.pi - np.pi / 2)
    return np.sort(np.concatenate([a, turns]))


def worst_bias(w):
    """The most that the bias of two-stage least squares may be."""
    if len(w.x) == 1:
        return 1

    def bias(a):
        S1 = np.cos(a) ** 2 * w.yy - 2 * np.cos(a) * np.sin(a) * w.yx + np.sin(a) ** 2 * w.xx
        values = np.linalg.eigvalsh(np.cos(a) * w.yx - np.sin(a) * w.xx)
        return max(abs(values.sum() - 2 * values[[0, -1]])) / np.sqrt(np.trace(S1) * np.trace(w.xx))

    return max(bias(a) for a in angles_with_turns(bias))


def anderson_rubin(w, a):
    """The statistic of Anderson and Rubin (1949) at an angle."""
    moments = np.cos(a) * w.y - np.sin(a) * w.x
    V = np.cos(a) ** 2 * w.yy - 2 * np.cos(a) * np.sin(a) * w.yx + np.sin(a) ** 2 * w.xx
    return moments @ inverse(V) @ moments / len(moments)


def not_rejected(w, f, limit):
    """Values of the coefficient at which a function of the angle is at most a limit: the number of intervals, then their finite ends in rising order."""
    def g(a):
        return f(a) - limit

    a = angles_with_turns(g)
    v = np.array([g(each) for each in a])
    at = np.flatnonzero((v[1:] <= 0) != (v[:-1] <= 0))
    ends = [optimize.brentq(g, a[i], a[i + 1], xtol=1e-15, rtol=1e-15) for i in at]
    return [len(ends) / 2 + (1 if v[0] <= 0 else 0), *(np.sort(np.tan(ends)) * w.unit)]


def anderson_rubin_set(w, df, level):
    return not_rejected(w, lambda a: anderson_rubin(w, a), stats.f.ppf(level, len(w.x), df))


def conditional_ratio(w, a):
    """The conditional likelihood ratio of Moreira (2003) for iid errors at an angle, with its p value by the integral of Andrews, Moreira and Stock (2007)."""
    Omega = np.array([[w.yy[0, 0], w.yx[0, 0]], [w.yx[0, 0], w.xx[0, 0]]])
    both = np.column_stack([w.y, w.x])
    roots = np.linalg.eigvals(np.linalg.solve(Omega, both.T @ both)).real
    own = anderson_rubin(w, a) * len(w.x)
    ratio = max(0, own - min(roots))
    return ratio, conditional_p(ratio, sum(roots) - own, len(w.x))


def conditional_p(m, qt, k):
    if m <= 0:
        return 1

    def tail(phi):
        return stats.chi2.sf((qt + m) / (1 + qt * np.sin(phi) ** 2 / m), k) * np.cos(phi) ** (k - 2)

    # panels are narrower near 0, where the integrand may be steep
    nodes, weights = np.polynomial.legendre.leggauss(30)
    ends = np.pi / 2 * np.concatenate([[0], 2.0 ** np.arange(-10, 1)])
    phi = np.concatenate([low + (high - low) * (nodes + 1) / 2 for low, high in zip(ends[:-1], ends[1:])])
    width = np.repeat(np.diff(ends), 30)
    return np.sum(np.tile(weights, len(ends) - 1) * width / 2 * tail(phi)) / (special.beta(0.5, (k - 1) / 2) / 2)


def conditional_ratio_set(w, level):
    return not_rejected(w, lambda a: -conditional_ratio(w, a)[1], level - 1)


def tf_critical(f):
    """The critical value of tF at 5 % (Lee, McCrary, Moreira and Porter 2022, Table 3)."""
    printed = [${Js.tfTable.join(", ")}]
    return np.interp(np.sqrt(f), 2 + np.arange(len(printed)) / 10, printed)
`});function ta(e){let{outcome:t,exogenous:n,endogenous:r,instruments:o,constant:s,effects:a,weights:i,further:l,unit:c}=e,d=m=>{let f=[...s?[]:["constant=False"],...a.length===0?[]:[`dummies=${_(a)}`]];return`design(${["d",_(m),...f].join(", ")})`};return{outcome:`numbers(${M(t)})`,regressors:d([...n,...r]),instruments:d([...n,...o]),weights:i===void 0?"":`, weights=numbers(${M(i)})`,texts:_([t,...n]),textsOf:_,further:m=>l(m).map(f=>`numbers(${M(f)})`),designOf:m=>`design(d, ${_(l(m))})`,unit:c===void 0?void 0:M(c),unitText:c===void 0?"":k(c)}}var V,M,jd,Ad,qd,ea,Dd,Pd,na,ra=y(()=>{"use strict";pe();le();yt();Wn();Qs();V=(e,t)=>({text:e,rank:t}),M=e=>`d[${k(e)}]`,jd={operators:{"==":V("==",1),"!=":V("!=",1),"<":V("<",1),"<=":V("<=",1),">":V(">",1),">=":V(">=",1),or:V("|",2),and:V("&",3),"+":V("+",4),"-":V("-",4),"*":V("*",5),"/":V("/",5),not:V("~",6),minus:V("-",6),"^":V("**",7)},functions:{log:"log",exp:"exp",sqrt:"sqrt",abs:"abs",floor:"np.floor",ceil:"np.ceil",min:"smallest",max:"largest",missing:"missing",if:"where"},columnOf:e=>e,column:M,text:k,number:J,texts:_,isOneOf:(e,t,{negated:n})=>`${n?"~":""}within(${e}, [${t.join(", ")}])`,indicator:e=>`number${e}`,isNumber:(e,t)=>`is_number(${e}, ${t})`,finite:e=>e,lagged:(e,t,n,r)=>`lagged(${e}, ${t}, ${n}, ${r})`,eventTime(e,t,n,r){let o=n===null?"":`, (${n.join(", ")}), ${r?"True":"False"}`;return`event_time(${e}, ${t}${o})`},joint:e=>`joint(d[${_(e)}])`},Ad={take:e=>`d = ${e}.copy()`,assign:(e,t)=>`${M(e)} = ${t}`,keep:e=>`d = keep(d, ${e})`,leave:e=>`d = leave(d, ${e})`,complete:e=>`d = d.dropna(subset=${_(e)})`,winsorized(e,{by:t,at:n,type:r}){let o=`${n.join(", ")}${r===2?"":`, type=${r}`}`,s=t.length===0?"":`, by=d[${_(t)}]`;return`${M(e)} = winsorized(${M(e)}, ${o}${s})`},withoutSingletons:e=>`d = without_singletons(d, ${_(e)})`,withoutAlways:(e,t)=>`d = leave(d, (${M(t)} != 0) & (${M(t)} <= ${M(e)}.min()))`,repeated:e=>`d = d.loc[d.index.repeat(${M(e)}.astype(int))].reset_index(drop=True)`,demeaned:(e,t,n)=>`d = demeaned(d, ${_(e)}, ${_(t)}${n===void 0?"":`, ${M(n)}`})`},qd={set:(e,t)=>`${e} = ${t}`,levels:e=>`${M(e)}.nunique()`,coefficients:"len(m.params)",rows:"int(m.nobs)",absorbed:(e,t)=>`absorbed_df(d[${_(e)}]${t===void 0?"":`, d[${_(t)}]`})`,absorbedPart:(e,t)=>`${e}.${t}`,clusters:e=>`min(d[${_(e)}].nunique())`,bread:e=>e??"bread(m)",iid:e=>`bread(m) * m.ssr / ${e}`,information:e=>e??"bread(m)",robust:()=>"robust(m)",leveraged:(e,t)=>[`V = leveraged(m, ${e==="HC3"?2:1}${t===void 0?"":`, ${M(t)}`})`],clustered:e=>`clustered(m, d[${_(e)}])`,overTime(e,t,n){if(e===void 0)return{lines:[`sums, periods = by_time(scores(m), ${M(t)})`],code:`B @ bartlett(sums, np.zeros(len(periods)), periods, ${n}) @ B`};let r=e===null?"np.zeros(N)":M(e);return{lines:[],code:`B @ bartlett(scores(m), ${r}, ${M(t)}, ${n}) @ B`}},periods:"len(periods)",conley({latitude:e,longitude:t,cutoff:n,kernel:r,lags:o,unit:s,time:a}){let i=[...a===null?[]:[`time=${M(a)}`],...r==="uniform"?[]:[`kernel=${k(r)}`],...o===0||s===null?[]:[`unit=${M(s)}, lags=${o}`]];return`B @ conley(${["scores(m)",`${M(e)}, ${M(t)}, ${J(n)}`,...i].join(", ")}) @ B`},mended:e=>[`V = positive(V${e?", beside_effects=True":""})`]},ea=e=>`{${e.map(([t,n])=>`${k(t)}: ${J(n)}`).join(", ")}}`,Dd={print:(e,t)=>`show(m, V, ${e===null?"np.inf":J(e)}${t===null?"":`, ${_(t)}`})`,coefficients:(e,t,n="m.params")=>[`check_coefficients(${k(e)}, ${n}, V, {`,...t.map(({column:r,estimate:o,error:s})=>`    ${k(r)}: (${J(o)}, ${s===null?"None":J(s)}),`),"})"],value:({cell:e,got:t,expected:n,scale:r})=>`check(${k(e)}, ${t}, ${J(n)}${r===void 0?"":`, ${r}`})`,combined:(e,t="m.params")=>`e = combined(${t}, V, ${ea(e)})`,part:(e,t)=>`${e}[${t-1}]`,restricted:(e,t="m.params")=>`restricted(${t}, V, [${e.map(({weights:n})=>ea(n)).join(", ")}], [${e.map(({value:n})=>J(n)).join(", ")}])`,wald:e=>`wald(m.params, V${e===void 0?"":`, ${_(e)}`})`},Pd={statistics:{n:"len(x)",mean:"x.mean()",sd:"x.std(ddof=1)",min:"x.min()",p25:"percentile(x, 25)",median:"np.median(x)",p75:"percentile(x, 75)",max:"x.max()"},spread:"x.std(ddof=1)",values:(e,t,n)=>{let r=n===void 0?"d":`keep(d, ${n})`;return`${e} = ${r}[${k(t)}].dropna().to_numpy(dtype=float)`},difference:"x.mean() - y.mean()",errorOfDifference:e=>`sm.stats.CompareMeans.from_data(x, y).std_meandiff_${e?"pooledvar":"separatevar"}`,inflation:e=>[`inflation = inflation_factors(d[${_(e)}])`,"print(inflation)"],inflationOf:e=>`inflation[${k(e)}]`},na={name:"python",title:"Python",blocks:new fe(e=>L("#",e)),expression:jd,statement:Ad,covariance:qd,check:Dd,raw:Zs,lists:Pd,weakFunctions:Ys,values:M,dataName:e=>`data[${k(e)}]`,worded({python:e},t,n){let r=e(t,n);return"none"in r?r:{...r,call:o=>r.call(ta(o)),rows:o=>r.rows?.(ta(o))??[]}}}});var oa,sa=y(()=>{"use strict";oa=`

# ---- Linear models that statsmodels has not. ----


def k_class(y, X, Z, k=None, less=0, weights=None, constants=1):
    """Estimators of the k-class: k = 1 is two-stage least squares, and the least root of limited-information maximum likelihood where none
    is given, which Fuller makes smaller by \`less\` over the degrees of freedom of the first stage."""
    root = np.ones(len(y)) if weights is None else np.sqrt(weights.to_numpy())
    own = np.isin(X.columns, Z.columns)
    A, b, first = X.to_numpy() * root[:, None], y.to_numpy() * root, Z.to_numpy() * root[:, None]
    left = residuals(first, A)
    if k is None:
        Y = np.column_stack([b, A[:, ~own]])
        within, beside = residuals(first, Y), residuals(A[:, own], Y)
        roots = np.linalg.eigvals(np.linalg.solve(within.T @ within, beside.T @ beside))
        k = roots.real.min() - less / (len(b) - Z.shape[1] + 1 - constants)
    H = inverse(A.T @ A - k * left.T @ left)
    beta = H @ (A - k * left).T @ b
    e = b - A @ beta
    return Estimated(pd.Series(beta, index=X.columns), H, (A - left) * e[:, None], len(b), ssr=e @ e)


def residuals(X, Y):
    """Residuals of variables after regressors."""
    Q = np.linalg.qr(X)[0]
    return Y - Q @ (Q.T @ Y)


def unit_means(x, unit):
    """Means of variables by unit, a row for each, with the number of its rows."""
    at = codes(unit)
    size = np.bincount(at)
    means = x.apply(lambda column: pd.Series(np.bincount(at, column) / size)) if isinstance(x, pd.DataFrame) else np.bincount(at, x) / size
    return means, size


def between(y, X, unit, weighted=False):
    """Least squares of units' means, each of which counts once, or as often as it has rows."""
    means, size = unit_means(X, unit)
    return sm.WLS(unit_means(y, unit)[0], means, weights=size if weighted else np.ones(len(size))).fit(method="qr")


def random_effects(y, X, unit, mundlak=()):
    """Random effects with the variances of Swamy and Arora (1972) as Stata takes them in panels with gaps: that of units from the regression
    of their means, each of which counts once. Every variable is less a part of its unit's mean."""
    at = codes(unit)
    X = X.join(pd.DataFrame({f"mean_{name}": unit_means(X[name], unit)[0][at] for name in mundlak}, index=X.index))
    (means, size), y_means = unit_means(X, unit), unit_means(y, unit)[0]
    deviations, y_deviations = X - means.to_numpy()[at], y - y_means[at]
    moves = deviations.abs().max() > 1e-10 * X.abs().max()
    e2 = sm.OLS(y_deviations, deviations.loc[:, moves]).fit(method="qr").ssr / (len(y) - len(size) - moves.sum())
    # a variable and its mean are one between units
    own = sm.OLS(y_means, means).fit()
    u2 = max(0, own.ssr / own.df_resid - e2 * np.mean(1 / size))
    theta = (1 - np.sqrt(e2 / (size * u2 + e2)))[at]
    return sm.OLS(y - theta * y_means[at], X - theta[:, None] * means.to_numpy()[at]).fit(method="qr")


# ---- Models by maximum likelihood that statsmodels has not, or not to 8 digits. ----


def newton(found, b):
    """The maximum by Newton's method from \`b\`; \`found\` gives the log likelihood, the score of each row, and the information."""
    here = found(b)
    for _ in range(200):
        ll, scores, information = here
        # far from the maximum the information may be none
        s = 1 / np.sqrt(np.abs(np.diag(information)))
        if np.linalg.eigvalsh(information * np.outer(s, s))[0] <= 0:
            information = scores.T @ scores
        change = inverse(information) @ scores.sum(axis=0)
        there = found(b + change)
        while not there[0] >= ll - 1e-10 * abs(ll) and (np.abs(change) > 1e-15 * np.abs(b)).any():
            change = change / 2
            there = found(b + change)
        b, here = b + change, there
        if (np.abs(change) <= 1e-11 * (np.abs(b) + 1e-4)).all():
            break
    return b, here


def maximised(rows, designs, b, weights=1.0):
    """A model by maximum likelihood. \`rows\` takes the products of designs with their coefficients, and gives the log likelihood of each row
    with its first and second derivatives by them."""
    blocks = [X.to_numpy(dtype=float) for X in designs]
    of = np.repeat(np.arange(len(blocks)), [X.shape[1] for X in blocks])

    def found(b):
        l, first, second = rows(*(X @ b[of == j] for j, X in enumerate(blocks)))
        scores = np.hstack([X * (weights * g)[:, None] for X, g in zip(blocks, first)])
        information = np.block([[-X.T @ (Z * (weights * h)[:, None]) for Z, h in zip(blocks, line)] for X, line in zip(blocks, second)])
        return np.sum(weights * l), scores, information

    b, (ll, scores, information) = newton(found, np.asarray(b, dtype=float))
    names = [name for X in designs for name in X.columns]
    return Estimated(pd.Series(b, index=names), inverse(information), scores, len(scores), llf=ll)


def parameter(name, n):
    """A design of ones, whose coefficient is a parameter."""
    return pd.DataFrame({name: np.ones(n)})


def mills(x):
    return np.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x))


def tobit(y, X, lower=-np.inf, upper=np.inf, weights=1.0):
    """Tobit, with the logarithm of sigma as its last parameter."""
    seen = y.to_numpy()
    low, high = seen <= lower, seen >= upper
    q = np.where(low, 1, -1)

    def rows(x, s):
        e = np.exp(-s)
        z = (np.clip(seen, lower, upper) - x) * e
        m = mills(q * z)
        inside = ~(low | high)
        l = np.where(inside, stats.norm.logpdf(z) - s, stats.norm.logcdf(q * z))
        a, b = np.where(inside, -z, q * m), np.where(inside, -1, -m * (q * z + m))
        across = e * (a + z * b)
        return l, [-e * a, -z * a - inside], [[e**2 * b, across], [across, z * (a + z * b)]]

    first = sm.OLS(seen, X.to_numpy()).fit(method="qr")
    start = np.append(first.params, np.log(first.ssr / len(seen)) / 2)
    return maximised(rows, [X, parameter("/lnsigma", len(seen))], start, np.asarray(weights))


def selection_probit(Z, chosen):
    q = np.where(chosen, 1, -1)

    def rows(z):
        m = mills(q * z)
        return stats.norm.logcdf(q * z), [q * m], [[-m * (q * z + m)]]

    return maximised(rows, [Z], np.zeros(Z.shape[1]))


def heckman_twostep(y, X, Z, chosen):
    """The selection model of Heckman in two steps, with the covariance of Heckman (1979) written out."""
    probit = selection_probit(Z, chosen)
    W = Z[chosen].to_numpy()
    z = W @ probit.params.to_numpy()
    m = mills(z)
    X = X[chosen].assign(**{"mills:lambda": m})
    second = sm.OLS(y[chosen], X).fit(method="qr")
    delta = m * (m + z)
    lam = second.params["mills:lambda"]
    sigma2 = second.ssr / len(m) + lam**2 * delta.mean()
    A, x = inverse_square(X.to_numpy()), X.to_numpy()
    D = x.T @ (delta[:, None] * W)
    inner = x.T @ ((1 - lam**2 / sigma2 * delta)[:, None] * x) + lam**2 / sigma2 * D @ probit.bread @ D.T
    return Estimated(second.params, sigma2 * A @ inner @ A, None, len(chosen))


def heckman_ml(y, X, Z, chosen):
    """The selection model of Heckman by maximum likelihood of both equations, with arctanh(rho) and ln(sigma) as parameters."""
    chosen = np.asarray(chosen)
    probit = selection_probit(Z, chosen)
    first = sm.OLS(y[chosen], X[chosen]).fit(method="qr")
    seen = np.where(chosen, y, 0)
    X = X.copy()
    X.loc[~chosen] = 0

    def rows(x, z, a, s):
        e, c, h = np.exp(-s), np.cosh(a), np.sinh(a)
        u = (seen - x) * e
        A = np.where(chosen, z * c + u * h, -z)
        m = mills(A)
        d = -m * (A + m)
        none = np.zeros(len(x))
        one = [-e * h, c, z * h + u * c, -u * h]
        two = [[none, none, -e * c, e * h], [none, none, h, none], [-e * c, h, A, -u * c], [e * h, none, -u * c, u * h]]
        of_u = [[-e**2, none, none, -2 * u * e], [none] * 4, [none] * 4, [-2 * u * e, none, none, -2 * u**2]]
        first = [m * g + also for g, also in zip(one, [u * e, none, none, u**2 - 1])]
        second = [[d * one[i] * one[j] + m * two[i][j] + of_u[i][j] for j in range(4)] for i in range(4)]
        left = [none, -m, none, none]
        last = [[d if i == j == 1 else none for j in range(4)] for i in range(4)]
        return (
            stats.norm.logcdf(A) + np.where(chosen, stats.norm.logpdf(u) - s, 0),
            [np.where(chosen, g, other) for g, other in zip(first, left)],
            [[np.where(chosen, g, other) for g, other in zip(*lines)] for lines in zip(second, last)],
        )

    n = len(chosen)
    designs = [X, Z.add_prefix("selection:"), parameter("/athrho", n), parameter("/lnsigma", n)]
    return maximised(rows, designs, [*first.params, *probit.params, 0, np.log(first.ssr / chosen.sum()) / 2])


def varies(y, unit):
    """Rows of units in which an outcome is not the same throughout."""
    return y.groupby(unit).transform("nunique") > 1


def clogit(y, X, unit):
    """Conditional logit with the exact likelihood: sums over all ways to choose as many ones of a unit, by recursion. The score of a unit
    stands in the first of its rows."""
    A, chosen, at = X.to_numpy(), y.to_numpy() == 1, codes(unit)
    units = [np.flatnonzero(at == u) for u in range(at.max() + 1)]
    p = A.shape[1]

    def found(b):
        ll, scores, information = 0.0, np.zeros(A.shape), np.zeros((p, p))
        for rows in units:
            x = A[rows] - A[rows].mean(axis=0)
            ones = chosen[rows].sum()
            f, g, h = np.zeros(ones + 1), np.zeros((ones + 1, p)), np.zeros((ones + 1, p, p))
            f[0] = 1
            for row, w in zip(x, np.exp(x @ b)):
                once = np.multiply.outer(g[:-1], row)
                h[1:] += w * (h[:-1] + once + once.transpose(0, 2, 1) + np.multiply.outer(f[:-1], np.outer(row, row)))
                g[1:] += w * (g[:-1] + np.multiply.outer(f[:-1], row))
                f[1:] += w * f[:-1]
            mean = g[ones] / f[ones]
            total = x[chosen[rows]].sum(axis=0)
            ll += total @ b - np.log(f[ones])
            scores[rows[0]] = total - mean
            information += h[ones] / f[ones] - np.outer(mean, mean)
        return ll, scores, information

    b, (ll, scores, information) = newton(found, np.zeros(p))
    return Estimated(pd.Series(b, index=X.columns), inverse(information), scores, len(A), llf=ll)


def poisson_fe(y, X, unit, offset=0.0):
    """Poisson regression given the sum of each unit, the conditional likelihood of Hausman, Hall and Griliches (1984)."""
    A, counts, at = X.to_numpy(), y.to_numpy(), codes(unit)
    totals = np.bincount(at, counts)

    def found(b):
        index = A @ b + np.asarray(offset)
        most = pd.Series(index).groupby(at).transform("max").to_numpy()
        p = np.exp(index - most)
        p = p / np.bincount(at, p)[at]
        mu = totals[at] * p
        centred = A - np.column_stack([np.bincount(at, p * x) for x in A.T])[at]
        return counts @ np.log(p), A * (counts - mu)[:, None], centred.T @ (mu[:, None] * centred)

    b, (_, scores, information) = newton(found, np.zeros(A.shape[1]))
    return Estimated(pd.Series(b, index=X.columns), inverse(information), scores, len(A))
`});var aa,ia=y(()=>{"use strict";sa();aa=`

# ---- Covariances, without a finite-sample factor. ----


def inverse(A):
    """The inverse of a matrix, whatever the units of its variables are."""
    s = 1 / np.sqrt(np.abs(np.diag(A)))
    return np.linalg.inv(A * np.outer(s, s)) * np.outer(s, s)


def inverse_square(X):
    """(X'X)^-1 by the QR decomposition, which keeps twice the digits."""
    s = np.sqrt((X**2).sum(axis=0))
    R = np.linalg.inv(np.linalg.qr(X / s, mode="r")) / s[:, None]
    return R @ R.T


def bread(m):
    """(X'X)^-1 of least squares, with projected regressors where there are instruments; else the inverse of the observed information."""
    if isinstance(m, Estimated):
        return m.bread
    if isinstance(m.model, IV2SLS):
        return inverse(m.model.xhatprod)
    if isinstance(m.model, sm.WLS):
        return inverse_square(m.model.wexog)
    return inverse(-m.model.hessian(np.asarray(m.params)))


def scores(m):
    """Derivatives of each row's part of the criterion by the coefficients."""
    if isinstance(m, Estimated):
        return m.scores
    if isinstance(m.model, IV2SLS):
        return np.asarray(m.exog_hat) * np.asarray(m.resid)[:, None]
    if isinstance(m.model, sm.WLS):
        return m.model.wexog * np.asarray(m.wresid)[:, None]
    return m.model.score_obs(np.asarray(m.params))


def robust(m):
    s, B = scores(m), bread(m)
    return B @ (s.T @ s) @ B


def clustered(m, groups):
    """Clusters by one variable or several (Cameron, Gelbach and Miller 2011)."""
    s, B = scores(m), bread(m)
    M = np.zeros_like(B)
    for size in range(1, groups.shape[1] + 1):
        for names in combinations(groups.columns, size):
            g = groups.groupby(list(names), sort=False).ngroup().to_numpy()
            sums = np.column_stack([np.bincount(g, column) for column in s.T])
            M += (-1) ** (size + 1) * sums.T @ sums
    return B @ M @ B


def leveraged(m, power, effect=None):
    """HC2 (power 1) and HC3 (power 2); the leverage of an absorbed effect is one over the rows of its level."""
    h = m.get_influence().hat_matrix_diag
    if effect is not None:
        h = h - 1 / len(h) + 1 / effect.groupby(effect).transform("size").to_numpy()
    s, B = scores(m), bread(m)
    return B @ (s.T @ (s / (1 - h)[:, None] ** power)) @ B


def by_time(s, time):
    """Sums of scores by time, and the times."""
    periods, at = np.unique(time.to_numpy(dtype=float), return_inverse=True)
    return np.column_stack([np.bincount(at, column) for column in s.T]), periods


def bartlett(s, unit, time, lag):
    """Sum of products of scores up to \`lag\` periods apart within units, with Bartlett's weights."""
    keys = list(zip(unit, time))
    known = {key: row for row, key in enumerate(keys)}
    M = s.T @ s
    for l in range(1, lag + 1):
        pairs = [(row, known[(u, t - l)]) for row, (u, t) in enumerate(keys) if (u, t - l) in known]
        now, then = [row for row, _ in pairs], [row for _, row in pairs]
        C = s[now].T @ s[then]
        M = M + (1 - l / (lag + 1)) * (C + C.T)
    return M


def conley(s, latitude, longitude, cutoff, time=None, kernel="uniform", unit=None, lags=0):
    """Sum of products of scores of rows of one time that are at most \`cutoff\` km apart on a great circle (Conley 1999), and of one
    unit some times apart."""
    a, o = np.radians(latitude.to_numpy(dtype=float)), np.radians(longitude.to_numpy(dtype=float))
    places = np.column_stack([np.cos(a) * np.cos(o), np.cos(a) * np.sin(o), np.sin(a)])
    most = cutoff / 6371.0088 if cutoff / 6371.0088 < np.pi else np.inf
    periods = np.zeros(len(s)) if time is None else codes(time)
    M = np.zeros((s.shape[1], s.shape[1]))
    for period in np.unique(periods):
        at = periods == period
        chord = np.sqrt(((places[at][:, None, :] - places[at][None, :, :]) ** 2).sum(axis=2))
        angle = 2 * np.arcsin(np.minimum(1, chord / 2))
        w = (angle <= most) * (1 if kernel == "uniform" else 1 - angle / most)
        M = M + s[at].T @ w @ s[at]
    return M + bartlett(s, unit, time, lags) - s.T @ s if lags > 0 else M


def positive(V, beside_effects=False):
    """A matrix without its negative eigenvalues; beside absorbed effects slopes are mended by themselves, and the constant with all of V."""
    def mended(A):
        values, vectors = np.linalg.eigh(A)
        return vectors @ (np.maximum(values, 0)[:, None] * vectors.T)
    if not beside_effects:
        return mended(V)
    whole = V.copy()
    whole[:-1, :-1] = mended(V[:-1, :-1])
    whole[-1, -1] = mended(V)[-1, -1]
    return whole


# ---- Models. ----


class Estimated:
    """An estimate with what covariances are made of; \`more\` is what its kind has besides."""
    def __init__(self, params, bread, scores, nobs, **more):
        self.params, self.bread, self.scores, self.nobs = params, bread, scores, nobs
        self.__dict__.update(more)


def negbin(y, X, offset=None):
    """Negative binomial regression, with the logarithm of alpha as its last parameter."""
    model = sm.NegativeBinomialP(y, X, p=2, offset=offset)
    equal = sm.GLM(y, X, family=sm.families.Poisson(), offset=offset).fit()
    beyond = ((y - equal.mu) ** 2 - equal.mu).sum() / (equal.mu**2).sum()
    start = np.append(equal.params, np.log(max(beyond, 0.01)))
    first = model.fit(start_params=start, method="bfgs", maxiter=1000, use_transparams=True, disp=0)
    found = model.fit(start_params=first.params, method="newton", maxiter=200, tol=1e-10, disp=0)
    b = np.asarray(found.params)
    units = np.append(np.ones(len(b) - 1), 1 / b[-1])
    params = pd.Series(np.append(b[:-1], np.log(b[-1])), index=[*X.columns, "/lnalpha"])
    return Estimated(params, inverse(-model.hessian(b)) * np.outer(units, units), model.score_obs(b) / units, len(y))


def quantile_coefficients(y, X, q):
    """The vertex at which weighted absolute deviations are least, by linear programming: QuantReg stops some digits before it."""
    from scipy.optimize import linprog
    n, k = X.shape
    size = np.abs(X).max(axis=0)
    Z = X / size
    # the dual: prices between 0 and 1, of which those inside belong to the rows that are fitted exactly
    found = linprog(-y, A_eq=Z.T, b_eq=(1 - q) * Z.sum(axis=0), bounds=(0, 1), method="highs-ds")
    inside = np.minimum(found.x, 1 - found.x)
    rows = np.sort(np.argsort(-inside, kind="stable")[:k])
    return np.linalg.solve(Z[rows], y[rows]) / size


def quantile_regression(y, X, q):
    """Quantile regression with errors from the sparsity, by coefficients a bandwidth of Hall and Sheather (1988) above and below."""
    A, b = X.to_numpy(), y.to_numpy()
    n = len(b)
    z = stats.norm.ppf(q)
    h = (stats.norm.ppf(0.975) ** 2 * 1.5 * stats.norm.pdf(z) ** 2 / (2 * z**2 + 1) / n) ** (1 / 3)
    apart = quantile_coefficients(b, A, q + h) - quantile_coefficients(b, A, q - h)
    sparsity = A.mean(axis=0) @ apart / (2 * h)
    params = pd.Series(quantile_coefficients(b, A, q), index=X.columns)
    return Estimated(params, q * (1 - q) * sparsity**2 * inverse_square(A), None, n)


def inflation_factors(d):
    """Variance inflation factors of variables."""
    correlations = np.corrcoef(d.to_numpy(dtype=float), rowvar=False)
    return pd.Series(np.diag(np.linalg.inv(np.atleast_2d(correlations))), index=d.columns)
${oa}`});var la,ca,da=y(()=>{"use strict";ia();la="functions.py",ca=`"""Functions that the scripts of this folder share. They need numpy, pandas and statsmodels."""
import runpy
import sys
from collections import namedtuple
from itertools import combinations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.sandbox.regression.gmm import IV2SLS

sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

# A value is compared with the one in the paper; the first 8 digits must be the same.
tolerance = 1e-8
failures = []
compared = 0


def check(cell, got, expected, scale=None):
    global compared
    compared += 1
    scale = abs(expected) if scale is None else scale
    if not (np.isfinite(got) and abs(got - expected) <= tolerance * scale):
        failures.append(cell)
        print(f"DIFFERENT  {cell}: expected {expected:.15g}, got {got:.15g}")


def check_coefficients(node, b, V, expected):
    """Compares coefficients and standard errors; \`expected\` has a pair for each coefficient."""
    errors = pd.Series(np.sqrt(np.diag(V)), index=b.index)
    for term, (estimate, error) in expected.items():
        scale = max(abs(estimate), 0 if error is None else abs(error))
        check(f"{node}: {term}: coefficient", b.get(term, np.nan), estimate, scale)
        if error is not None:
            check(f"{node}: {term}: standard error", errors.get(term, np.nan), error)


def wald(b, V, terms=None):
    """Wald's statistic over its degrees of freedom, that coefficients are zero."""
    at = [b.index.get_loc(term) for term in (terms or [name for name in b.index if name != "_cons"])]
    tested = b.to_numpy()[at]
    return tested @ inverse(V[np.ix_(at, at)]) @ tested / len(at)


def combined(b, V, weights):
    """A combination of coefficients with its error."""
    at, w = [b.index.get_loc(term) for term in weights], np.array(list(weights.values()), dtype=float)
    return w @ b.to_numpy()[at], np.sqrt(w @ np.asarray(V)[np.ix_(at, at)] @ w)


def restricted(b, V, restrictions, values):
    """Wald's statistic that combinations of coefficients have some values."""
    R = np.array([[weights.get(term, 0.0) for term in b.index] for weights in restrictions])
    gap = R @ b.to_numpy() - np.array(values)
    return gap @ inverse(R @ np.asarray(V) @ R.T) @ gap


def finish(script):
    """Ends the script with an error where a value differed."""
    if failures:
        sys.exit(f"{script}: {len(failures)} of {compared} values differ")
    print(f"{script}: all {compared} values are the same")


def show(m, V, df, terms=None):
    """Prints coefficients with their errors."""
    table = pd.DataFrame({"estimate": m.params, "std. error": np.sqrt(np.diag(V))})
    table["t"] = table["estimate"] / table["std. error"]
    table["p"] = 2 * stats.t.sf(abs(table["t"]), df)
    print(table if terms is None else table.loc[[name for name in terms if name in table.index]])


def read_data(file, text=()):
    """Reads data of which every column is a number that may be missing, but for those of text."""
    d = pd.read_csv(file, dtype={name: "string" for name in text}, na_values=[""], keep_default_na=False,
                    float_precision="round_trip", encoding="utf-8")
    return d.astype({name: "Float64" for name in d.columns if name not in text})


def numbers(x):
    """A variable whose values are all there, as statsmodels takes it."""
    return x.astype(float)


def design(d, variables, constant=True, dummies=()):
    """Regressors; the constant is called _cons. Effects are dummy variables of their levels but the first."""
    X = pd.DataFrame({name: numbers(d[name]) for name in variables}, index=d.index)
    if constant:
        X["_cons"] = 1.0
    for effect in dummies:
        own = pd.get_dummies(d[effect].astype(str), prefix=effect, prefix_sep=" = ", drop_first=True, dtype=float)
        X = pd.concat([X, own], axis=1)
    return X


# ---- Values over the rows. A missing value is pd.NA, and what is made of it is missing. ----


def finite(x):
    """A value that is not defined, such as the logarithm of 0, is missing."""
    return x.mask(~np.isfinite(x.astype(float).fillna(np.nan).to_numpy(dtype=float, na_value=np.nan))) if isinstance(x, pd.Series) else x


def of_finite(function):
    def applied(x):
        with np.errstate(all="ignore"):
            return finite(function(x))
    return applied


log, exp, sqrt = of_finite(np.log), of_finite(np.exp), of_finite(np.sqrt)


def smallest(first, *others):
    for other in others:
        first = np.minimum(first, other)
    return first


def largest(first, *others):
    for other in others:
        first = np.maximum(first, other)
    return first


def missing(x):
    return x.isna().astype("boolean")


def where(condition, yes, no):
    condition = condition.astype("boolean")
    is_text = any(isinstance(value, str) or getattr(value, "dtype", None) == "string" for value in (yes, no))
    chosen = pd.Series(pd.NA, index=condition.index, dtype="string" if is_text else "Float64")
    for holds, value in ((condition, yes), (~condition, no)):
        at = holds.fillna(False)
        chosen[at] = value[at] if isinstance(value, pd.Series) else value
    return chosen


def within(x, values):
    return x.isin(values).astype("boolean").mask(x.isna())


def correlation(x, y, ranks=False):
    """The correlation of two variables over the rows that have both, with its p value."""
    known = x.notna() & y.notna()
    x, y = numbers(x[known]), numbers(y[known])
    return stats.spearmanr(x, y) if ranks else stats.pearsonr(x, y)


def is_number(x, number):
    return x.eq(number).fillna(False)


def number(condition):
    return condition.astype("Float64")


def lagged(x, unit, time, periods=1):
    """The value so many periods before, by the calendar and not by rows."""
    known = {key: row for row, key in enumerate(zip(unit, time))}
    at = [known.get((u, t - periods), -1) for u, t in zip(unit, time)]
    return pd.Series(x.array.take(at, allow_fill=True), index=x.index)


def joint(d):
    """Levels of several columns together."""
    levels = d.groupby(list(d.columns), sort=False).ngroup().astype("Float64")
    return levels.mask(d.isna().any(axis=1))


def event_time(time, cohort, window=(-np.inf, np.inf), bin=True):
    """Periods since treatment, at the ends of a window where they are beyond it."""
    ever = (cohort.notna() & (cohort != 0) & (cohort <= time.max())).fillna(False)
    at = (time - cohort).where(ever)
    return at.clip(*window) if bin else at.where((at >= window[0]) & (at <= window[1]))


# ---- Rows. ----


def holds(d, condition):
    condition = pd.Series(condition, index=d.index).astype("boolean")
    return condition.fillna(False).to_numpy(dtype=bool)


def keep(d, condition):
    return d[holds(d, condition)].copy()


def leave(d, condition):
    return d[~holds(d, condition)].copy()


def percentile(x, p, type=2):
    """Percentiles as Stata takes them, or of another type of R's."""
    if type != 2:
        return np.quantile(x, p / 100, method={6: "weibull", 7: "linear"}[type])
    x, place = np.sort(x), len(x) * p / 100
    whole = round(place)
    if abs(place - whole) < 1e-9:
        return (x[max(whole, 1) - 1] + x[min(whole, len(x) - 1)]) / 2
    return x[int(np.floor(place))]


def winsorized(x, low, high, type=2, by=None):
    """Values beyond two percentiles are moved to them."""
    def moved(own):
        known = own.dropna().to_numpy(dtype=float)
        return own.clip(percentile(known, low, type), percentile(known, high, type))
    if by is None:
        return moved(x)
    return x.groupby([by[name] for name in by.columns]).transform(moved)


def without_singletons(d, effects):
    """Rows that are alone in a level of some effect are dropped, again and again."""
    while True:
        alone = np.any([d.groupby(e)[e].transform("size").to_numpy() == 1 for e in effects], axis=0)
        if not alone.any():
            return d
        d = d[~alone].copy()


def codes(x):
    return pd.factorize(x)[0]


def demeaned(d, variables, effects, w=None):
    """Takes the means of effects out of variables and adds the mean of all rows (the within transformation)."""
    d = d.copy()
    w = np.ones(len(d)) if w is None else w.to_numpy(dtype=float)
    groups = [codes(d[e]) for e in effects]
    for v in variables:
        x = d[v].to_numpy(dtype=float)
        mean_of_all = np.average(x, weights=w)
        size = max(np.max(np.abs(x - mean_of_all)), 1e-300)
        for _ in range(100000):
            before = x
            for g in groups:
                x = x - (np.bincount(g, w * x) / np.bincount(g, w))[g]
            if len(groups) == 1 or np.max(np.abs(x - before)) < 1e-14 * size:
                break
        d[v] = x + mean_of_all
    return d


# ---- Degrees of freedom. ----

Absorbed = namedtuple("Absorbed", "df nested")


def absorbed_df(effects, clusters=None):
    """Degrees of freedom that absorbed effects take, counted as reghdfe counts them: levels that a cluster holds are
    redundant, and so are as many as two effects have connected groups."""
    held = [] if clusters is None else [codes(clusters[name]) for name in clusters.columns]
    all_effects = [codes(effects[name]) for name in effects.columns]
    nested = [any((pd.Series(g).groupby(e).nunique() == 1).all() for g in held) for e in all_effects]
    free = [e for e, is_nested in zip(all_effects, nested) if not is_nested]
    df = 0
    for i, e in enumerate(free):
        redundant = max([1 if any(nested) else 0] + [connected(other, e) for other in free[:i]])
        df += len(np.unique(e)) - redundant
    return Absorbed(df, int(any(nested)))


def connected(a, b):
    of_a = np.arange(a.max() + 1)
    while True:
        of_b = pd.Series(of_a[a]).groupby(b).min().to_numpy()
        new = pd.Series(of_b[b]).groupby(a).min().to_numpy()
        if (new == of_a).all():
            return len(np.unique(of_a))
        of_a = new
${aa}`});function ma(e,t){let n=t.map(({name:r},o)=>`${String(o+1).padStart(2,"0")}_${F(r)}.py`);return[{path:In,content:Wd(e,t,n)},{path:la,content:ca+(qt(t)?Gs:"")+At(t)},...t.map((r,o)=>({path:n[o],content:Id(r,n[o])}))]}function Wd(e,t,n){let r=Un(t);return zn([...e===void 0?[]:L("#",e),...L("#","Runs all scripts of this folder: python3 main.py. It needs Python and the packages below, and nothing else."),`# python3 -m pip install ${r.join(" ")}`,"# Every script compares its values with those of the paper, and ends with an error where one differs.","import os","import subprocess","import sys","","folder = os.path.dirname(os.path.abspath(__file__))","failed = []","for script in [",...n.map(o=>`    ${k(o)},`),"]:","    if subprocess.run([sys.executable, script], cwd=folder).returncode != 0:","        failed.append(script)","if failed:",'    sys.exit("These scripts found values that differ:\\n  " + "\\n  ".join(failed))'])}function Id({name:e,data:t,blocks:n},r){return zn([...L("#",`Step ${e}`),"from functions import *","","data = {",...t.flatMap(zd),"}",...n.map(({node:o,lines:s})=>["",...L("#",`---- ${o} ----`)].concat(s).join(`
`)),"",`finish(${k(r)})`])}function zd(e){let{name:t,texts:n,origin:r}=e;if(r?.is==="raw")return[`    ${k(t)}: made_by(${k(r.script.path)}),`];let o=n.length===0?"":`, text=${_(n)}`,s=Ze(e);return[...s===void 0?[]:L("    #",s),`    ${k(t)}: read_data(${k(`data/${F(t)}.csv`)}${o}),`]}var In,Vd,fa,zn,Un,pa=y(()=>{"use strict";Z();le();da();yt();Wn();In="main.py";Vd=["numpy","pandas","statsmodels"];fa=(e,t)=>({path:`data_${F(e)}.py`,content:zn([...L("#",`Makes the data ${e} of raw files and compares them with those of the paper. Scripts of steps run this.`),"from functions import *","","data = {}",...t])});zn=e=>`${e.join(`
`)}
`,Un=e=>[...new Set([...Vd,...e.flatMap(({blocks:t})=>t.flatMap(n=>n.packages))])]});var Ut,Bn=y(()=>{"use strict";Pn();ra();pa();Ut={name:"python",title:"Python",summary:"Python, with numpy, pandas and statsmodels",main:In,needs:Un,open:()=>zt(na,{scripts:ma,raw:fa})}});var ha={};D(ha,{columnOf:()=>Ne,rName:()=>O,rNumber:()=>Y,rText:()=>R,rTexts:()=>j});var ua,Ud,Bd,O,Ne,R,Xd,ga,Y,j,Ye=y(()=>{"use strict";ua=require("bundle#m101"),Ud=new Set("if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in NA_integer_ NA_real_ NA_character_".split(" ")),Bd=1e4,O=(0,ua.memo)(e=>/^(?:[A-Za-z]|\.(?!\d))[A-Za-z0-9._]*$/.test(e)&&!Ud.has(e)?e:`\`${ga(e,"`")}\``,Bd),Ne=e=>e.replace(/[`\\]/g,""),R=e=>Xd.test(e)?`"${e}"`:`"${ga(e,'"')}"`,Xd=/^[\w .,:^()#/-]*$/,ga=(e,t)=>e.replaceAll("\\","\\\\").replaceAll(t,`\\${t}`).replaceAll("\0","").replace(/[^\P{Cc}\u0080-\u009f]/gu,n=>`\\x${n.charCodeAt(0).toString(16).padStart(2,"0")}`),Y=e=>Number.isFinite(e)?String(e):String(e).replace("Infinity","Inf"),j=e=>e.length===1?R(e[0]):`c(${e.map(R).join(", ")})`});var Xn,ya,wa,Hn=y(()=>{"use strict";Ye();Xn=(e,t)=>t.length===0?[]:[`${e} = ${j(t)}`],ya={read({path:e,delimiter:t},n,r){let o=a=>n.filter(i=>i.isText===a).map(({from:i})=>i),s=[...Xn("numbers",o(!1)),...Xn("text",o(!0)),...t===","?[]:[`sep = ${R(t)}`],...Xn("missing",r.texts),...r.numbers.length===0?[]:[`codes = c(${r.numbers.map(Y).join(", ")})`]];return[`d <- read_raw(${[R(e),...s].join(", ")})`,...n.flatMap(({from:a,name:i})=>a===i?[]:[`names(d)[names(d) == ${R(a)}] <- ${R(i)}`])]},merged:(e,t,n,r)=>`d <- merged(d, ${e}, ${j(t)}, ${j(n)}${r?", drop = TRUE":""})`,named:e=>`${e} <- d`,number:(e,t)=>t?`as.numeric(${e})`:`finite(${e})`,statistics:{mean:"mean",sum:"sum",min:"min",max:"max",median:"median",sd:"sd",count:"length"},ofGroups:(e,t,n)=>`of_groups(${[e,t,...n].join(", ")})`,compared:(e,{rows:t,numbers:n,texts:r})=>[`check_data(${R(e)}, d, ${t}, list(`,[...n.map(({column:o,values:s,sum:a,squares:i})=>`${O(o)} = c(${[s,a,i].join(", ")})`),...r.map(({column:o,values:s,distinct:a})=>`${O(o)} = c(${s}, ${a})`)].map(o=>`  ${o}`).join(`,
`),"))"]},wa=`
# ---- Data from raw files. ----

# Reads columns of a raw file: numbers and texts. An empty cell is missing, and so are the texts and the numbers that mean it.
read_raw <- function(file, numbers = character(), text = character(), sep = ",", missing = character(), codes = numeric()) {
  options <- list(file, sep = sep, fileEncoding = "UTF-8-BOM", quote = "\\"")
  header <- trimws(unlist(do.call(read.csv, c(options, list(header = FALSE, nrows = 1, colClasses = "character")))))
  types <- ifelse(header %in% numbers, "numeric", ifelse(header %in% text, "character", "NULL"))
  d <- do.call(read.csv, c(options, list(check.names = FALSE, col.names = header, na.strings = c("", missing), colClasses = unname(types))))
  for (name in numbers) d[[name]][d[[name]] %in% codes] <- NA
  d
}

# Columns of other data, where the keys are the same; a missing key matches nothing.
merged <- function(d, other, by, columns, drop = FALSE) {
  key <- function(x) do.call(paste, c(unname(as.list(x[by])), sep = "\\r"))
  at <- match(key(d), key(other))
  at[!complete.cases(d[by])] <- NA
  d[columns] <- other[at, columns, drop = FALSE]
  if (drop) d[!is.na(at), , drop = FALSE] else d
}

# A statistic of the values that a group has, for each of its rows.
of_groups <- function(x, statistic, ...) {
  ave(as.numeric(x), paste(..., sep = "\\r"), FUN = function(v) {
    v <- v[!is.na(v)]
    if (length(v) == 0 && !any(vapply(list(sum, length), identical, NA, statistic))) NA_real_ else as.numeric(statistic(v))
  })
}

# Compares data with those of the paper: rows, and of each column its values, their sum and their squares' sum; of texts how many there are.
check_data <- function(name, d, rows, expected) {
  check(paste0("data ", name, ": rows"), nrow(d), rows)
  for (column in names(expected)) {
    e <- expected[[column]]
    x <- d[[column]]
    x <- x[!is.na(x)]
    cell <- paste0("data ", name, ": ", column, ": ")
    check(paste0(cell, "values"), length(x), e[1])
    if (is.character(x)) {
      check(paste0(cell, "different texts"), length(unique(x)), e[2])
      next
    }
    check(paste0(cell, "sum"), sum(x), e[2], sum(abs(x)))
    check(paste0(cell, "sum of squares"), sum(x^2), e[3], e[3])
  }
}
`});var ba,xa,va=y(()=>{"use strict";ba=require("estimation#m222"),xa=`
# Coefficients of a regression on some instruments, their covariance, and (Z'Z)^-1 of what the other regressors leave of them.
kept <- function(m, V, names) {
  at <- match(names, plain(names(coef(m))))
  list(b = coef(m)[at], V = V[at, at, drop = FALSE], H = (bread(m) / nobs(m))[at, at, drop = FALSE])
}

# Adds the sum of two variables over their standard deviations.
summed <- function(d, y, x, name) {
  d[[name]] <- d[[y]] / sd(d[[y]]) + d[[x]] / sd(d[[x]])
  d
}

# The reduced form and the first stage in orthonormal instruments and in standard deviations, with blocks of their joint covariance: that of two
# equations follows from the covariances of both and of their sum.
two_equations <- function(reduced, first, both, d, y, x) {
  sd_y <- sd(d[[y]])
  sd_x <- sd(d[[x]])
  C <- chol(inverse(reduced$H))
  turned <- function(V) C %*% V %*% t(C)
  yy <- turned(reduced$V) / sd_y^2
  xx <- turned(first$V) / sd_x^2
  list(
    y = drop(C %*% reduced$b) / sd_y, x = drop(C %*% first$b) / sd_x,
    yy = yy, xx = xx, yx = (turned(both$V) - yy - xx) / 2, unit = sd_y / sd_x
  )
}

# The effective F of Montiel Olea and Pflueger (2013).
effective_f <- function(w) sum(w$x^2) / sum(diag(w$xx))

# Its critical value at 5 % for noncentrality x, by Patnaik's approximation.
effective_critical <- function(w, x) {
  total <- sum(diag(w$xx))
  most <- max(eigen(w$xx, symmetric = TRUE, only.values = TRUE)$values)
  k <- total^2 * (1 + 2 * x) / (sum(w$xx^2) + 2 * x * total * most)
  qchisq(0.95, k, ncp = k * x) / k
}

# Angles of values of the coefficient, b = tan(angle): a grid with the turning points between its points.
angles_with_turns <- function(f, points = 200) {
  a <- seq(-pi / 2, pi / 2, length.out = points + 1)
  v <- vapply(a, f, 1)
  turns <- unlist(lapply(seq_len(points + 1), function(i) {
    before <- if (i == 1) v[points] else v[i - 1]
    after <- if (i == points + 1) v[2] else v[i + 1]
    highest <- v[i] >= max(before, after)
    if (!highest && v[i] > min(before, after)) return(NULL)
    around <- a[i] + c(-1, 1) * pi / points
    at <- optimize(f, around, maximum = highest, tol = 1e-10)[[1]]
    (at + pi / 2) %% pi - pi / 2
  }))
  sort(c(a, turns))
}

# The most that the bias of two-stage least squares may be.
worst_bias <- function(w) {
  if (length(w$x) == 1) return(1)
  bias <- function(a) {
    S1 <- cos(a)^2 * w$yy - 2 * cos(a) * sin(a) * w$yx + sin(a)^2 * w$xx
    S12 <- cos(a) * w$yx - sin(a) * w$xx
    values <- eigen(S12, symmetric = TRUE, only.values = TRUE)$values
    max(abs(sum(values) - 2 * range(values))) / sqrt(sum(diag(S1)) * sum(diag(w$xx)))
  }
  max(vapply(angles_with_turns(bias), bias, 1))
}

# The statistic of Anderson and Rubin (1949) at an angle.
anderson_rubin <- function(w, a) {
  moments <- cos(a) * w$y - sin(a) * w$x
  V <- cos(a)^2 * w$yy - 2 * cos(a) * sin(a) * w$yx + sin(a)^2 * w$xx
  drop(moments %*% inverse(V) %*% moments) / length(moments)
}

# Values of the coefficient at which a function of the angle is at most a limit: the number of intervals, then their finite ends in rising order.
not_rejected <- function(w, f, limit) {
  g <- function(a) f(a) - limit
  a <- angles_with_turns(g)
  v <- vapply(a, g, 1)
  at <- which((v[-1] <= 0) != (v[-length(v)] <= 0))
  ends <- vapply(at, function(i) uniroot(g, a[i + 0:1], f.lower = v[i], f.upper = v[i + 1], tol = 1e-15)$root, 1)
  c(length(ends) / 2 + (v[1] <= 0), sort(tan(ends)) * w$unit)
}

anderson_rubin_set <- function(w, df, level) {
  not_rejected(w, function(a) anderson_rubin(w, a), qf(level, length(w$x), df))
}

# The conditional likelihood ratio of Moreira (2003) for iid errors at an angle, with its p value by the integral of Andrews, Moreira and Stock (2007).
conditional_ratio <- function(w, a) {
  Omega <- matrix(c(w$yy[1, 1], w$yx[1, 1], w$yx[1, 1], w$xx[1, 1]), 2)
  roots <- eigen(solve(Omega, crossprod(cbind(w$y, w$x))), only.values = TRUE)$values
  own <- anderson_rubin(w, a) * length(w$x)
  c(ratio = max(0, own - min(roots)), p = conditional_p(max(0, own - min(roots)), sum(roots) - own, length(w$x)))
}

# Gauss and Legendre's points and weights on [0, pi/2], on panels that are narrower near 0, where the integrand may be steep.
quadrature <- local({
  i <- 1:29
  J <- matrix(0, 30, 30)
  J[cbind(i, i + 1)] <- J[cbind(i + 1, i)] <- i / sqrt(4 * i^2 - 1)
  e <- eigen(J, symmetric = TRUE)
  from <- pi / 2 * c(0, 2^(-10:-1))
  width <- pi / 2 * 2^c(-10, -10:-1)
  list(at = c(outer((e$values + 1) / 2, width) + rep(from, each = 30)), weight = c(outer(e$vectors[1, ]^2, width)))
})

conditional_p <- function(m, qt, k) {
  if (m <= 0) return(1)
  phi <- quadrature$at
  tail <- pchisq((qt + m) / (1 + qt * sin(phi)^2 / m), k, lower.tail = FALSE) * cos(phi)^(k - 2)
  sum(tail * quadrature$weight) / (beta(1 / 2, (k - 1) / 2) / 2)
}

conditional_ratio_set <- function(w, level) not_rejected(w, function(a) -conditional_ratio(w, a)[["p"]], level - 1)

# The critical value of tF at 5 % (Lee, McCrary, Moreira and Porter 2022, Table 3).
tf_critical <- function(f) {
  printed <- c(${ba.tfTable.join(", ")})
  approx(2 + (seq_along(printed) - 1) / 10, printed, sqrt(f), rule = 1:2)$y
}
`});function Sa({outcome:e,exogenous:t,endogenous:n,instruments:r,constant:o,effects:s,weights:a,further:i,unit:l}){let c=(...d)=>{let m=d.flat().map(O);return[...o?m.length===0?["1"]:[]:["0"],...m].join(" + ")};return{outcome:O(e),regressors:c(t,n),instruments:c(t,r),slopes:t.length===0?"1":t.map(O).join(" + "),texts:j([e,...t]),textsOf:d=>j(d.map(Ne)),effects:s.map(d=>`factor(${O(d)})`).join(" + "),weights:a===void 0?"":`, weights = ${O(a)}`,weightValues:a===void 0?"":`, weights = ${q(a)}`,further:d=>i(d).map(O),unit:l===void 0?void 0:{name:O(l),text:R(l)}}}var W,Hd,q,Kd,Bt,Zd,$a,Gd,Jd,Yd,Qd,wt,Kn=y(()=>{"use strict";pe();le();Ye();Hn();va();W=(e,t)=>({text:e,rank:t}),Hd={operators:{or:W("|",1),and:W("&",2),not:W("!",3),"==":W("==",4),"!=":W("!=",4),"<":W("<",4),"<=":W("<=",4),">":W(">",4),">=":W(">=",4),"+":W("+",5),"-":W("-",5),"*":W("*",6),"/":W("/",6),minus:W("-",7),"^":W("^",8)},functions:{log:"log",exp:"exp",sqrt:"sqrt",abs:"abs",floor:"floor",ceil:"ceiling",min:"pmin",max:"pmax",missing:"is.na",if:"ifelse"},columnOf:Ne,column:O,text:R,number:Y,texts:j,isOneOf(e,t,{negated:n,alone:r}){let o=`${e} %in% c(${t.join(", ")})`;return r?n?`!is.na(${e}) & !(${o})`:o:`ifelse(is.na(${e}), NA, ${n?`!(${o})`:o})`},indicator:e=>`as.numeric${e}`,isNumber:(e,t)=>`${e} %in% ${t}`,finite:e=>`finite(${e})`,lagged:(e,t,n,r)=>`lagged(${e}, ${t}, ${n}, ${r})`,eventTime(e,t,n,r){let o=n===null?"":`, c(${n.join(", ")}), ${r?"TRUE":"FALSE"}`;return`event_time(${e}, ${t}${o})`},joint:e=>`interaction(${e.map(O).join(", ")}, drop = TRUE)`},q=e=>`d$${O(e)}`,Kd={take:e=>`d <- ${e}`,assign:(e,t)=>`${q(e)} <- with(d, ${t})`,keep:e=>`d <- subset(d, ${e})`,leave:e=>`d <- d[!(with(d, ${e}) %in% TRUE), ]`,complete:e=>`d <- complete(d, ${j(e)})`,winsorized(e,{by:t,at:n,type:r}){let o=`${n.join(", ")}${r===2?"":`, type = ${r}`}`,s=q(e);return t.length===0?`${s} <- winsorized(${s}, ${o})`:`${s} <- ave(${s}, ${t.map(q).join(", ")}, FUN = function(x) winsorized(x, ${o}))`},withoutSingletons:e=>`d <- without_singletons(d, ${j(e)})`,withoutAlways:(e,t)=>`d <- d[!(with(d, ${O(t)} != 0 & ${O(t)} <= min(${O(e)})) %in% TRUE), ]`,repeated:e=>`d <- d[rep(seq_len(nrow(d)), ${q(e)}), ]`,demeaned:(e,t,n)=>`d <- demeaned(d, ${j(e)}, ${j(t)}${n===void 0?"":`, w = ${q(n)}`})`},Bt=e=>`d[${j(e)}]`,Zd={set:(e,t)=>`${e} <- ${t}`,levels:e=>`length(unique(${q(e)}))`,coefficients:"length(coef(m))",rows:"nobs(m)",absorbed:(e,t)=>`absorbed_df(${Bt(e)}${t===void 0?"":`, ${Bt(t)}`})`,absorbedPart:(e,t)=>`${e}$${t}`,clusters:e=>`min(vapply(${Bt(e)}, function(g) length(unique(g)), 1))`,bread:e=>e??"bread(m) / nobs(m)",iid:e=>`vcov(m) * df.residual(m) / ${e}`,information:e=>e??"vcov(m)",robust:e=>e===void 0?'vcovHC(m, type = "HC0")':`sandwich(m, bread. = nobs(m) * ${e})`,leveraged(e,t){if(t===void 0)return[`V <- vcovHC(m, type = ${R(e)})`];let n=q(t);return[`size <- ave(${n} == ${n}, ${n}, FUN = sum)`,"h <- hatvalues(m) - 1 / nobs(m) + 1 / size",`V <- vcovHC(m, omega = residuals(m)^2 / (1 - h)${e==="HC3"?"^2":""})`]},clustered(e,t){let n=`cluster = ${Bt(e)}, type = "HC0", cadjust = FALSE`;return t===void 0?`vcovCL(m, ${n})`:`sandwich(m, bread. = nobs(m) * ${t}, meat. = meatCL(m, ${n}))`},overTime(e,t,n){if(e===void 0)return{lines:[`scores <- rowsum(estfun(m), ${q(t)})`,"periods <- as.numeric(rownames(scores))"],code:`B %*% bartlett(scores, 1, periods, ${n}) %*% B`};let r=e===null?"1":q(e);return{lines:[],code:`B %*% bartlett(estfun(m), ${r}, ${q(t)}, ${n}) %*% B`}},periods:"length(periods)",conley({latitude:e,longitude:t,cutoff:n,kernel:r,lags:o,unit:s,time:a}){let i=[...a===null?[]:[`time = ${q(a)}`],...r==="uniform"?[]:[`kernel = ${R(r)}`],...o===0||s===null?[]:[`unit = ${q(s)}, lags = ${o}`]];return`B %*% conley(${["estfun(m)",`${q(e)}, ${q(t)}, ${Y(n)}`,...i].join(", ")}) %*% B`},mended:e=>e?["all_mended <- positive(V)","V[-1, -1] <- positive(V[-1, -1, drop = FALSE])","V[1, 1] <- all_mended[1, 1]"]:["V <- positive(V)"]},$a=e=>`c(${e.map(([t,n])=>`${R(Ne(t))} = ${Y(n)}`).join(", ")})`,Gd={print(e,t){return`print(${`coeftest(m, vcov. = V, df = ${e===null?"Inf":Y(e)})`}${t===null?"":`[seq_len(${t.length+1}), , drop = FALSE]`})`},coefficients:(e,t,n="coef(m)")=>[`check_coefficients(${R(e)}, ${n}, V, rbind(`,...t.map(({column:r,estimate:o,error:s},a)=>{let i=`${Y(o)}, ${s===null?"NA":Y(s)}`;return`  ${R(r)} = c(${i})${a<t.length-1?",":""}`}),"))"],value:({cell:e,got:t,expected:n,scale:r})=>`check(${R(e)}, ${t}, ${Y(n)}${r===void 0?"":`, ${r}`})`,combined:(e,t="coef(m)")=>`e <- combined(${t}, V, ${$a(e)})`,part:(e,t)=>`${e}[[${t}]]`,restricted:(e,t="coef(m)")=>`restricted(${t}, V, list(${e.map(({weights:n})=>$a(n)).join(", ")}), c(${e.map(({value:n})=>Y(n)).join(", ")}))`,wald:e=>`wald(coef(m), V${e===void 0?"":`, ${j(e)}`})`},Jd={statistics:{n:"length(x)",mean:"mean(x)",sd:"sd(x)",min:"min(x)",p25:"quantile(x, 0.25, type = 2, names = FALSE)",median:"median(x)",p75:"quantile(x, 0.75, type = 2, names = FALSE)",max:"max(x)"},spread:"sd(x)",values:(e,t,n)=>{let r=n===void 0?"":`[with(d, ${n}) %in% TRUE]`;return`${e} <- na.omit(${q(t)}${r})`},difference:"mean(x) - mean(y)",errorOfDifference:e=>`t.test(x, y${e?", var.equal = TRUE":""})$stderr`,inflation:e=>[`inflation <- diag(solve(cor(d[${j(e)}])))`,"print(inflation)"],inflationOf:e=>`unname(inflation[${R(e)}])`},Yd=/^(?:[dmVKGBNThcewxy]|reduced|first|both|worst|ratio|ar|clr|size|scores|periods|absorbed|all_mended|inflation|tight|tolerance|failures|compared)$/,Qd=e=>O(Yd.test(e)?`${e}_data`:e),wt={name:"r",title:"R",blocks:new fe(e=>L("#",e)),expression:Hd,statement:Kd,covariance:Zd,check:Gd,raw:ya,lists:Jd,weakFunctions:xa,dataName:Qd,values:q,worded({r:e},t,n){let r=e(t,n);return"none"in r?r:{...r,call:o=>r.call(Sa(o)),rows:o=>r.rows?.(Sa(o))??[]}}}});var ka,_a=y(()=>{"use strict";ka={path:"papermake.R",content:`# Loads models that papermake estimated, so that R's tables and tests can use them:
#
#   source("papermake.R")
#   m <- papermake_estimate("main.iv")
#   modelsummary::modelsummary(list(m)); lmtest::coeftest(m)
#
# coef, vcov, nobs, df.residual and confint answer for it, and so do tidy and glance. It needs base R alone.

papermake_estimate <- function(node, folder = "estimates") {
  file <- file.path(folder, paste0(gsub("[^[:alnum:]_.-]", "_", enc2utf8(node)), ".txt"))
  if (!file.exists(file)) {
    known <- sub("[.]txt$", "", list.files(folder, "[.]txt$"))
    stop("there is no model \`", node, "\` in ", folder, ": it has ", paste(known, collapse = ", "), call. = FALSE)
  }
  words <- strsplit(readLines(file, encoding = "UTF-8"), "\\t", fixed = TRUE)
  is <- vapply(words, function(w) w[1], "")
  if (length(words) == 0 || is[1] != "papermake estimate" || is[length(is)] != "end") stop(file, " is not whole", call. = FALSE)
  number <- function(x) suppressWarnings(as.numeric(x))
  one <- function(name) if (any(is == name)) words[is == name][[1]][2]
  terms <- words[is == "term"]
  stats <- words[is == "stat"]
  names <- vapply(terms, function(w) w[3], "")
  V <- matrix(NA_real_, length(terms), length(terms), dimnames = list(names, names))
  for (w in words[is == "V"]) V[as.integer(w[2]), as.integer(w[3])] <- V[as.integer(w[3]), as.integer(w[2])] <- number(w[4])
  structure(list(
    node = one("node"), estimator = one("estimator"), outcome = one("outcome"), errors = one("errors"),
    coefficients = setNames(number(vapply(terms, function(w) w[4], "")), names),
    std.error = setNames(number(vapply(terms, function(w) w[5], "")), names), vcov = V, nobs = as.integer(one("nobs")),
    clusters = if (any(is == "clusters")) as.integer(one("clusters")), df.residual = if (any(is == "df")) number(one("df")) else Inf,
    stats = setNames(number(vapply(stats, function(w) w[3], "")), vapply(stats, function(w) w[2], ""))
  ), class = "papermake_estimate")
}

coef.papermake_estimate <- function(object, ...) object$coefficients
vcov.papermake_estimate <- function(object, ...) object$vcov
nobs.papermake_estimate <- function(object, ...) object$nobs
df.residual.papermake_estimate <- function(object, ...) object$df.residual

confint.papermake_estimate <- function(object, parm = names(coef(object)), level = 0.95, ...) {
  half <- qt((1 + level) / 2, object$df.residual) * object$std.error[parm]
  at <- paste(format(100 * c((1 - level) / 2, (1 + level) / 2), trim = TRUE), "%")
  matrix(c(coef(object)[parm] - half, coef(object)[parm] + half), ncol = 2, dimnames = list(parm, at))
}

tidy.papermake_estimate <- function(x, conf.int = FALSE, conf.level = 0.95, ...) {
  t <- x$coefficients / x$std.error
  table <- data.frame(term = names(x$coefficients), estimate = x$coefficients, std.error = x$std.error, statistic = t,
    p.value = 2 * pt(-abs(t), x$df.residual), row.names = NULL)
  if (conf.int) table[c("conf.low", "conf.high")] <- as.data.frame(unname(confint(x, level = conf.level)))
  table
}

glance.papermake_estimate <- function(x, ...) {
  stat <- function(name) if (name %in% names(x$stats)) x$stats[[name]] else NA_real_
  data.frame(nobs = x$nobs, r.squared = stat("r2"), adj.r.squared = stat("r2Adj"), within.r.squared = stat("r2Within"),
    sigma = stat("rmse"), statistic = stat("f"), logLik = stat("ll"), AIC = stat("aic"), BIC = stat("bic"),
    nclusters = if (is.null(x$clusters)) NA_integer_ else x$clusters, df.residual = x$df.residual)
}

print.papermake_estimate <- function(x, ...) {
  cat(x$node, ": ", x$outcome, " (", x$estimator, "), errors ", x$errors, ", N = ", x$nobs, "\\n", sep = "")
  print(tidy.papermake_estimate(x), row.names = FALSE)
  invisible(x)
}

# Packages for tables find tidy and glance where their own generics are.
if (requireNamespace("generics", quietly = TRUE)) {
  registerS3method("tidy", "papermake_estimate", tidy.papermake_estimate, envir = asNamespace("generics"))
  registerS3method("glance", "papermake_estimate", glance.papermake_estimate, envir = asNamespace("generics"))
}
`}});var Ra,Fa=y(()=>{"use strict";Ra=`
# ---- Estimators and errors that packages have in another form, or not at all. ----

# A model by maximum likelihood, by Newton's method from \`b\`. \`rows\` is a function of deriv(): the log likelihood of each row with its
# derivatives by the products of \`designs\` with their coefficients; a design that is a column of ones is a parameter.
maximised <- function(rows, designs, b, given, w = 1) {
  of <- rep(seq_along(designs), vapply(designs, ncol, 1L))
  each <- function(f) lapply(seq_along(designs), f)
  found <- function(b) {
    l <- do.call(rows, c(each(function(j) drop(designs[[j]] %*% b[of == j])), given))
    H <- attr(l, "hessian")
    block <- function(i, j) -crossprod(designs[[i]], designs[[j]] * (w * H[, i, j]))
    list(ll = sum(w * l), scores = do.call(cbind, designs) * (w * attr(l, "gradient")[, of]),
      information = do.call(rbind, each(function(i) do.call(cbind, each(function(j) block(i, j))))))
  }
  here <- found(b)
  for (step in 1:200) {
    change <- drop(inverse(here$information) %*% colSums(here$scores))
    repeat {
      there <- found(b + change)
      if (isTRUE(there$ll >= here$ll - 1e-10 * abs(here$ll)) || all(abs(change) <= 1e-15 * abs(b))) break
      change <- change / 2
    }
    b <- b + change
    here <- there
    if (all(abs(change) <= 1e-11 * (abs(b) + 1e-4))) break
  }
  names(b) <- unlist(lapply(designs, colnames))
  estimated(b, inverse(here$information), here$scores)
}

# An estimate for which coef(), vcov(), nobs() and estfun() answer.
estimated <- function(b, V, scores = NULL, ...) {
  b <- drop(b)
  V <- structure(as.matrix(V), dimnames = list(names(b), names(b)))
  structure(list(coefficients = b, vcov = V, scores = scores, ...), class = "estimated")
}
coef.estimated <- function(object, ...) object$coefficients
vcov.estimated <- function(object, ...) object$vcov
nobs.estimated <- function(object, ...) nrow(object$scores)
df.residual.estimated <- function(object, ...) object$df
estfun.estimated <- function(x, ...) x$scores

one <- function(name, n) matrix(1, n, 1, dimnames = list(NULL, name))

# Negative binomial regression: glm.nb() takes the dispersion as known in its errors, so that its estimates are a beginning here.
negbin_rows <- deriv(~ lgamma(y + exp(-a)) - lgamma(exp(-a)) - lgamma(y + 1) - (y + exp(-a)) * log(1 + exp(a + x + o)) + y * (a + x + o),
  c("x", "a"), c("x", "a", "y", "o"), hessian = TRUE)
negbin <- function(formula, data, weights = 1) {
  first <- suppressWarnings(MASS::glm.nb(formula, data = data, control = tight))
  frame <- model.frame(formula, data)
  o <- model.offset(frame)
  given <- list(y = model.response(frame), o = if (is.null(o)) 0 else o)
  designs <- list(model.matrix(formula, data), one("/lnalpha", nrow(frame)))
  maximised(negbin_rows, designs, c(coef(first), -log(first$theta)), given, weights)
}

# Poisson regression given the sum of each unit: the conditional likelihood of Hausman, Hall and Griliches (1984), by Newton's method.
poisson_fe <- function(formula, data, unit) {
  u <- factor(data[[unit]])
  frame <- model.frame(formula, data)
  o <- model.offset(frame)
  y <- model.response(frame)
  X <- model.matrix(formula, data)
  colnames(X) <- gsub("\`", "", colnames(X), fixed = TRUE)
  b <- numeric(ncol(X))
  for (step in 1:200) {
    index <- drop(X %*% b) + (if (is.null(o)) 0 else o)
    p <- exp(index - ave(index, u, FUN = max))
    p <- p / ave(p, u, FUN = sum)
    mu <- ave(y, u, FUN = sum) * p
    centred <- X - rowsum(p * X, u)[u, , drop = FALSE]
    V <- inverse(crossprod(centred, mu * centred))
    change <- drop(V %*% crossprod(X, y - mu))
    if (all(abs(change) <= 1e-11 * (abs(b) + 1e-4))) break
    b <- b + change
  }
  estimated(structure(b, names = colnames(X)), V, X * (y - mu))
}

# Heckman's selection model: rows that are chosen have an outcome, all have the variables of selection.
probit_rows <- deriv(~ log(pnorm(q * x)), "x", c("x", "q"), hessian = TRUE)
selection_probit <- function(selection, data, chosen) {
  Z <- model.matrix(selection, data)
  first <- glm.fit(Z, as.numeric(chosen), family = binomial(link = "probit"))
  maximised(probit_rows, list(Z), coef(first), list(q = 2 * chosen - 1))
}

# In two steps, with the covariance of Heckman (1979) written out.
heckman_twostep <- function(outcome, selection, data, chosen) {
  probit <- selection_probit(selection, data, chosen)
  Z <- model.matrix(selection, data)[chosen, , drop = FALSE]
  z <- drop(Z %*% coef(probit))
  mills <- exp(dnorm(z, log = TRUE) - pnorm(z, log.p = TRUE))
  own <- data[chosen, , drop = FALSE]
  X <- cbind(model.matrix(outcome, own), "mills:lambda" = mills)
  second <- lm.fit(X, model.response(model.frame(outcome, own)))
  b <- coef(second)
  delta <- mills * (mills + z)
  sigma2 <- mean(residuals(second)^2) + b[["mills:lambda"]]^2 * mean(delta)
  rho2 <- b[["mills:lambda"]]^2 / sigma2
  A <- inverse(crossprod(X))
  D <- crossprod(X, delta * Z)
  estimated(b, sigma2 * A %*% (crossprod(X, (1 - rho2 * delta) * X) + rho2 * D %*% vcov(probit) %*% t(D)) %*% A)
}

# By maximum likelihood of both equations, with arctanh(rho) and ln(sigma) as parameters.
heckman_rows <- deriv(
  ~ chosen * (log(pnorm(z * cosh(a) + (y - x) * exp(-s) * sinh(a))) - ((y - x) * exp(-s))^2 / 2 - s) + (1 - chosen) * log(pnorm(-z)),
  c("x", "z", "a", "s"), c("x", "z", "a", "s", "y", "chosen"), hessian = TRUE)
heckman_ml <- function(outcome, selection, data, chosen) {
  probit <- selection_probit(selection, data, chosen)
  own <- data[chosen, , drop = FALSE]
  inside <- model.matrix(outcome, own)
  first <- lm.fit(inside, model.response(model.frame(outcome, own)))
  X <- matrix(0, nrow(data), ncol(inside), dimnames = list(NULL, colnames(inside)))
  X[chosen, ] <- inside
  y <- replace(numeric(nrow(data)), chosen, model.response(model.frame(outcome, own)))
  Z <- model.matrix(selection, data)
  colnames(Z) <- paste0("selection:", colnames(Z))
  designs <- list(X, Z, one("/athrho", nrow(data)), one("/lnsigma", nrow(data)))
  b <- c(coef(first), coef(probit), 0, log(mean(residuals(first)^2)) / 2)
  maximised(heckman_rows, designs, b, list(y = y, chosen = as.numeric(chosen)))
}

# The covariance of quantile regression: the sparsity from the quantiles a bandwidth of Hall and Sheather (1988) above and below.
quantile_vcov <- function(m) {
  X <- model.matrix(formula(m), m$model)
  h <- quantreg::bandwidth.rq(m$tau, nrow(X), hs = TRUE)
  b <- function(tau) coef(quantreg::rq.fit(X, model.response(m$model), tau = tau, method = "br"))
  sparsity <- sum(colMeans(X) * (b(m$tau + h) - b(m$tau - h))) / (2 * h)
  structure(m$tau * (1 - m$tau) * sparsity^2 * inverse(crossprod(X)), dimnames = list(names(coef(m)), names(coef(m))))
}

# Means of variables by unit, a row for each, with the number of its rows in \`size\`.
unit_means <- function(data, variables, unit) {
  u <- factor(data[[unit]])
  means <- lapply(data[variables], function(x) as.vector(tapply(x, u, mean)))
  structure(c(means, list(size = as.vector(table(u)))), names = c(variables, "size"), class = "data.frame", row.names = seq_len(nlevels(u)))
}

# Random effects with the variances of Swamy and Arora (1972) as Stata takes them in panels with gaps: that of units from the regression of their
# means, each of which counts once. Every variable is less a part of its unit's mean.
random_effects <- function(formula, data, unit, mundlak = character()) {
  u <- factor(data[[unit]])
  size <- as.vector(table(u))
  means <- function(x) (rowsum(as.matrix(x), u) / size)[u, , drop = FALSE]
  X <- model.matrix(formula, data)
  colnames(X) <- gsub("\`", "", colnames(X), fixed = TRUE)
  y <- model.response(model.frame(formula, data))
  if (length(mundlak) > 0) {
    own <- means(X[, mundlak, drop = FALSE])
    X <- cbind(X, structure(own, dimnames = list(NULL, paste0("mean_", mundlak))))
  }
  once <- !duplicated(u)
  moves <- apply(abs(X - means(X)), 2, max) > 1e-10 * apply(abs(X), 2, max)
  within <- lm.fit((X - means(X))[, moves, drop = FALSE], drop(y - means(y)))
  between <- lm.fit(means(X)[once, , drop = FALSE], means(y)[once])
  e2 <- sum(residuals(within)^2) / (length(y) - nlevels(u) - within$rank)
  u2 <- max(0, sum(residuals(between)^2) / (nlevels(u) - between$rank) - e2 * mean(1 / size))
  theta <- (1 - sqrt(e2 / (size * u2 + e2)))[u]
  starred <- X - theta * means(X)
  y <- drop(y - theta * means(y))
  m <- lm(y ~ 0 + starred)
  names(m$coefficients) <- colnames(X)
  m
}

# Estimators of the k-class: k = 1 is two-stage least squares, and the least root of limited-information maximum likelihood where none is given,
# which Fuller makes smaller by \`less\` over the degrees of freedom of the first stage.
k_class <- function(formula, instruments, data, k = NULL, less = 0, weights = 1, constants = 1) {
  root <- sqrt(weights)
  X <- model.matrix(formula, data) * root
  Z <- model.matrix(instruments, data) * root
  y <- model.response(model.frame(formula, data)) * root
  isOwn <- colnames(X) %in% colnames(Z)
  left <- qr.resid(qr(Z), X)
  if (is.null(k)) {
    Y <- cbind(y, X[, !isOwn])
    beside <- if (any(isOwn)) qr.resid(qr(X[, isOwn]), Y) else Y
    k <- min(Re(eigen(solve(crossprod(qr.resid(qr(Z), Y)), crossprod(beside)))$values)) - less / (nrow(Z) - ncol(Z) + 1 - constants)
  }
  H <- inverse(crossprod(X) - k * crossprod(left))
  b <- structure(drop(H %*% crossprod(X - k * left, y)), names = colnames(X))
  e <- drop(y - X %*% b)
  df <- nrow(X) - ncol(X)
  estimated(b, H * sum(e^2) / df, (X - left) * e, H = H, df = df)
}

# Sum of products of scores of rows of one time that are at most \`cutoff\` km apart on a great circle (Conley 1999), and of one unit some times apart.
conley <- function(scores, latitude, longitude, cutoff, time = NULL, kernel = "uniform", unit = NULL, lags = 0) {
  radians <- pi / 180 * cbind(latitude, longitude)
  places <- cbind(cos(radians[, 1]) * cbind(cos(radians[, 2]), sin(radians[, 2])), sin(radians[, 1]))
  most <- if (cutoff / 6371.0088 < pi) cutoff / 6371.0088 else Inf
  M <- matrix(0, ncol(scores), ncol(scores))
  for (at in split(seq_len(nrow(scores)), if (is.null(time)) rep(1, nrow(scores)) else time)) {
    angle <- 2 * asin(pmin(as.matrix(dist(places[at, , drop = FALSE])) / 2, 1))
    w <- (angle <= most) * (if (kernel == "uniform") 1 else 1 - angle / most)
    M <- M + crossprod(scores[at, , drop = FALSE], w %*% scores[at, , drop = FALSE])
  }
  if (lags > 0) M + bartlett(scores, unit, time, lags) - crossprod(scores) else M
}
`});var Zn,Ma,Ea=y(()=>{"use strict";Fa();Zn="functions.R",Ma=`# Functions that the scripts of this folder share. They need base R and the package sandwich.

# Compares a value with the one in the paper; the first 8 digits must be the same.
tolerance <- 1e-8
failures <- character()
compared <- 0
check <- function(cell, got, expected, scale = abs(expected)) {
  compared <<- compared + 1
  same <- length(got) == 1 && is.finite(got) && abs(got - expected) <= tolerance * scale
  if (!same) {
    text <- sprintf("%s: expected %.15g, got %s", cell, expected, format(got, digits = 15))
    failures <<- c(failures, text)
    cat("DIFFERENT  ", text, "\\n", sep = "")
  }
}

# Reads data of which every column is a number, but for those of text.
read_data <- function(file, text = character()) {
  header <- read.csv(file, header = FALSE, nrows = 1, colClasses = "character", encoding = "UTF-8")
  types <- ifelse(unlist(header) %in% text, "character", "numeric")
  read.csv(file, check.names = FALSE, na.strings = "", encoding = "UTF-8", colClasses = unname(types))
}

# Coefficients by the names that the paper has for them; tobit() calls the logarithm of its scale so.
plain <- function(x) {
  x <- ifelse(x == "Log(scale)", "/lnsigma", x)
  sub("^\\\\(Intercept\\\\)$", "_cons", gsub("[\`\\\\\\\\]", "", x))
}

# Compares coefficients and standard errors; \`expected\` has a row for each coefficient.
check_coefficients <- function(node, b, V, expected) {
  b <- setNames(b, plain(names(b)))
  s <- setNames(sqrt(diag(as.matrix(V))), plain(colnames(V)))
  for (term in rownames(expected)) {
    e <- expected[term, ]
    check(paste(node, term, "coefficient", sep = ": "), unname(b[term]), e[1], max(abs(e), na.rm = TRUE))
    if (!is.na(e[2])) check(paste(node, term, "standard error", sep = ": "), unname(s[term]), e[2])
  }
}

# Wald's statistic over its degrees of freedom, that coefficients are zero.
wald <- function(b, V, terms = setdiff(plain(names(b)), "_cons")) {
  at <- match(terms, plain(names(b)))
  drop(b[at] %*% inverse(V[at, at, drop = FALSE]) %*% b[at]) / length(at)
}

# A combination of coefficients with its error.
combined <- function(b, V, weights) {
  at <- match(names(weights), plain(names(b)))
  c(sum(weights * b[at]), sqrt(drop(weights %*% V[at, at, drop = FALSE] %*% weights)))
}

# Wald's statistic that combinations of coefficients have some values.
restricted <- function(b, V, restrictions, values) {
  R <- matrix(0, length(restrictions), length(b))
  for (i in seq_along(restrictions)) R[i, match(names(restrictions[[i]]), plain(names(b)))] <- restrictions[[i]]
  gap <- drop(R %*% b) - values
  drop(gap %*% inverse(R %*% V %*% t(R)) %*% gap)
}

# Ends the script with an error where a value differed.
finish <- function(script) {
  if (length(failures) > 0) {
    cat(sprintf("%s: %d of %d values differ\\n", script, length(failures), compared))
    quit(status = 1, save = "no")
  }
  cat(sprintf("%s: all %d values are the same\\n", script, compared))
}

# The value of x so many periods before, by the calendar and not by rows.
lagged <- function(x, unit, time, periods = 1) {
  x[match(paste(unit, time - periods), paste(unit, time))]
}

# A value that is not defined, such as the logarithm of 0, is missing.
finite <- function(x) {
  x <- suppressWarnings(x)
  ifelse(is.finite(x), x, NA)
}

# Rows that have a value of every variable.
complete <- function(d, variables) d[complete.cases(d[variables]), , drop = FALSE]

# Values beyond two percentiles are moved to them; percentiles as Stata takes them.
winsorized <- function(x, low, high, type = 2) {
  at <- quantile(x, c(low, high) / 100, type = type, na.rm = TRUE)
  pmin(pmax(x, at[1]), at[2])
}

# Rows that are alone in a level of some effect are dropped, again and again.
without_singletons <- function(d, effects) {
  repeat {
    alone <- Reduce(\`|\`, lapply(effects, function(e) ave(seq_along(d[[e]]), d[[e]], FUN = length) == 1))
    if (!any(alone)) return(d)
    d <- d[!alone, , drop = FALSE]
  }
}

# Periods since treatment, at the ends of a window where they are beyond it.
event_time <- function(time, cohort, window = c(-Inf, Inf), bin = TRUE) {
  ever <- is.finite(cohort) & cohort != 0 & cohort <= max(time)
  at <- ifelse(ever, time - cohort, NA)
  if (bin) pmin(pmax(at, window[1]), window[2]) else ifelse(at < window[1] | at > window[2], NA, at)
}

# Takes the means of effects out of variables and adds the mean of all rows (the within transformation).
demeaned <- function(d, variables, effects, w = rep(1, nrow(d))) {
  groups <- lapply(effects, function(e) factor(d[[e]]))
  for (v in variables) {
    x <- as.numeric(d[[v]])
    mean_of_all <- weighted.mean(x, w)
    size <- max(abs(x - mean_of_all), 1e-300)
    for (round in 1:100000) {
      before <- x
      for (g in groups) x <- x - as.vector(rowsum(w * x, g) / rowsum(w, g))[g]
      if (length(groups) == 1 || max(abs(x - before)) < 1e-14 * size) break
    }
    d[[v]] <- x + mean_of_all
  }
  d
}

# Degrees of freedom that absorbed effects take, counted as reghdfe counts them: levels that a cluster holds are
# redundant, and so are as many as two effects have connected groups.
absorbed_df <- function(effects, clusters = list()) {
  nested <- vapply(effects, function(e) {
    any(vapply(clusters, function(g) all(tapply(as.integer(factor(g)), e, function(v) all(v == v[1]))), NA))
  }, NA)
  free <- effects[!nested]
  df <- 0
  for (i in seq_along(free)) {
    redundant <- if (any(nested)) 1 else 0
    for (j in seq_len(i - 1)) redundant <- max(redundant, connected(free[[j]], free[[i]]))
    df <- df + length(unique(free[[i]])) - redundant
  }
  list(df = df, nested = any(nested))
}

connected <- function(a, b) {
  a <- factor(a)
  b <- factor(b)
  of_a <- seq_len(nlevels(a))
  repeat {
    of_b <- tapply(of_a[a], b, min)
    new <- as.vector(tapply(of_b[b], a, min))
    if (all(new == of_a)) return(length(unique(of_a)))
    of_a <- new
  }
}

# Sum of products of scores up to \`lag\` periods apart within units, with Bartlett's weights.
bartlett <- function(scores, unit, time, lag) {
  M <- crossprod(scores)
  for (l in seq_len(lag)) {
    at <- match(paste(unit, time - l), paste(unit, time))
    C <- crossprod(scores[!is.na(at), , drop = FALSE], scores[at[!is.na(at)], , drop = FALSE])
    M <- M + (1 - l / (lag + 1)) * (C + t(C))
  }
  M
}

# A matrix without its negative eigenvalues.
positive <- function(V) {
  e <- eigen(V, symmetric = TRUE)
  V[] <- e$vectors %*% (pmax(e$values, 0) * t(e$vectors))
  V
}

# Steps after the deviance no longer changes, since coefficients of a probit still do in the eighth digit.
refined <- function(m) {
  for (step in 1:12) m <- update(m, start = coef(m))
  m
}

# The inverse of the observed information of a probit.
observed_probit <- function(m) {
  X <- model.matrix(m)
  q <- 2 * m$y - 1
  z <- q * m$linear.predictors
  l <- q * exp(dnorm(z, log = TRUE) - pnorm(z, log.p = TRUE))
  inverse(crossprod(X * (l * (l + m$linear.predictors) * m$prior.weights), X))
}

# The inverse of a matrix, whatever the units of its variables are.
inverse <- function(A) {
  s <- 1 / sqrt(abs(diag(A)))
  solve(A * outer(s, s)) * outer(s, s)
}

# Iterations go on until 8 digits are sure.
tight <- glm.control(epsilon = 1e-14, maxit = 200)
${Ra}`});function Ca(e,t){let n=em(t);return[{path:Gn,content:nm(e,t,n)},{path:Zn,content:Ma+(qt(t)?wa:"")+At(t)},...t.map((r,o)=>({path:n[o],content:rm(r,n[o])}))]}function nm(e,t,n){let r=Xt(t);return Jn([...e===void 0?[]:L("#",e),...L("#","Runs all scripts of this folder: Rscript main.R. It needs R and the packages below, and nothing else."),...L("#",`install.packages(c(${r.map(o=>`"${o}"`).join(", ")}))`),"# Every script compares its values with those of the paper, and ends with an error where one differs.","",'invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$`UTF-8`) "" else "C.UTF-8"))','folder <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))',"if (length(folder) == 1) setwd(dirname(normalizePath(folder)))","failed <- character()","for (script in c(",n.map(o=>`  ${R(o)}`).join(`,
`),")) {",'  status <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)))',"  if (status != 0) failed <- c(failed, script)","}","if (length(failed) > 0) {",'  cat("These scripts found values that differ:", failed, sep = "\\n  ")','  cat("\\n")','  quit(status = 1, save = "no")',"}"])}function rm(e,t){return Jn([...L("#",`Step ${e.name}`),"",'invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$`UTF-8`) "" else "C.UTF-8"))',...Xt([e]).map(n=>`suppressPackageStartupMessages(library(${n}))`),`source(${R(Zn)}, encoding = "UTF-8")`,...e.data.flatMap(om),...e.blocks.map(({node:n,lines:r})=>["",...L("#",`---- ${n} ----`)].concat(r).join(`
`)),"",`finish(${R(t)})`])}function om(e){let{name:t,texts:n,origin:r}=e;if(r?.is==="raw")return[`source(${R(r.script.path)}, encoding = "UTF-8")`];let o=n.length===0?"":`, text = ${j(n)}`,s=Ze(e);return[...s===void 0?[]:L("#",s),`${wt.dataName(t)} <- read_data(${R(`data/${F(t)}.csv`)}${o})`]}var Gn,em,tm,Xt,Na,Jn,Ta=y(()=>{"use strict";Z();le();Kn();Ea();Ye();Hn();Gn="main.R";em=e=>e.map(({name:t},n)=>`${String(n+1).padStart(2,"0")}_${F(t)}.R`),tm=["sandwich","lmtest"];Xt=e=>[...new Set([...tm,...e.flatMap(({blocks:t})=>t.flatMap(({packages:n})=>n))])];Na=(e,t)=>({path:`data_${F(e)}.R`,content:Jn([...L("#",`Makes the data ${e} of raw files and compares them with those of the paper. Scripts of steps run this.`),"",...t,`${wt.dataName(e)} <- d`])});Jn=e=>`${e.join(`
`)}
`});var Ht,Yn=y(()=>{"use strict";Pn();Kn();_a();Ye();Ta();Ht={name:"r",title:"R",summary:"R, with base R and packages that Debian ships",main:Gn,needs:Xt,estimates:{loader:ka,names:()=>e=>e==="_cons"?"(Intercept)":Ne(e)},open:()=>zt(wt,{scripts:Ca,raw:Na})}});function Oa(e,t,n){let{columns:r}=e,o=new Set(e.texts),s=new Kt,a=[0],i=(f,u)=>{a.push(s.length),s.add(`<${f}>`),u(),s.add(`</${f}>`)},l=pm(r.length,e.nrows);s.add(l);let c=s.length;i("map",()=>s.add(new Uint8Array(112))),i("variable_types",()=>r.forEach(f=>{s.number(o.has(f)?am:sm,2)})),i("varnames",()=>r.forEach(f=>{s.field(t.of(f),Qn)})),i("sortlist",()=>s.add(new Uint8Array(2*(r.length+1)))),i("formats",()=>r.forEach(f=>{s.field(o.has(f)?"%12.0g":"%10.0g",cm)})),i("value_label_names",()=>r.forEach(f=>{s.field(o.has(f)?La(t,f):"",Qn)})),i("variable_labels",()=>r.forEach(f=>{s.field([...n(f)??f].slice(0,mm).join(""),dm)})),i("characteristics",()=>{}),i("data",()=>s.add(um(e,o))),i("strls",()=>{}),i("value_labels",()=>[...o].forEach(f=>{gm(s,La(t,f),e.levels(f))})),a.push(s.length),s.add("</stata_dta>"),a.push(s.length);let d=s.whole(),m=new DataView(d.buffer);return a.forEach((f,u)=>{m.setBigUint64(c+5+8*u,BigInt(f),!0)}),{path:`data/${F(e.name)}.dta`,content:d}}function pm(e,t){let n=new Kt;return n.add("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"),n.number(e,2),n.add("</K><N>"),n.number(t,8),n.add("</N><label>"),n.number(0,2),n.add("</label><timestamp>"),n.number(0,1),n.add("</timestamp></header>"),n.whole()}function um(e,t){let n=e.columns.map(i=>({isCoded:t.has(i),cells:e.codedCells(i)})),r=n.reduce((i,{isCoded:l})=>i+(l?4:8),0),o=new Uint8Array(r*e.nrows),s=new DataView(o.buffer),a=0;for(let i=0;i<e.nrows;i++)for(let{isCoded:l,cells:c}of n){let d=c[i];l?s.setInt32(a,Number.isNaN(d)?lm:d,!0):Number.isNaN(d)?s.setBigUint64(a,im,!0):s.setFloat64(a,d,!0),a+=l?4:8}return o}function gm(e,t,n){let r=n.slice(0,fm),o=r.map(i=>new TextEncoder().encode(`${i}\0`)),s=o.reduce((i,l)=>i+l.length,0);e.add("<lbl>"),e.number(8+8*r.length+s,4),e.field(t,Qn),e.add(new Uint8Array(3)),e.number(r.length,4),e.number(s,4);let a=0;for(let i of o)e.number(a,4),a+=i.length;r.forEach((i,l)=>{e.number(l+1,4)}),o.forEach(i=>{e.add(i)}),e.add("</lbl>")}var sm,am,im,lm,Qn,cm,dm,mm,fm,Kt,La,ja=y(()=>{"use strict";Z();sm=65526,am=65528,im=0x7fe0000000000000n,lm=2147483621,Qn=129,cm=57,dm=321,mm=80,fm=65536,Kt=class{#e=[];length=0;add(t){let n=typeof t=="string"?new TextEncoder().encode(t):t;this.#e.push(n),this.length+=n.length}number(t,n){let r=new Uint8Array(n),o=BigInt.asUintN(8*n,BigInt(t));for(let s=0;s<n;s++)r[s]=Number(o&255n),o>>=8n;this.add(r)}field(t,n){let r=new Uint8Array(n);r.set(new TextEncoder().encode(t).subarray(0,n-1)),this.add(r)}whole(){let t=new Uint8Array(this.length),n=0;for(let r of this.#e)t.set(r,n),n+=r.length;return t}};La=(e,t)=>e.of(`${t} labels`)});var Aa,qa=y(()=>{"use strict";Aa={path:"papermake.ado",content:`*! Loads a model that papermake estimated, so that esttab, test and lincom can use it. It was not run in Stata when it was written.
* In the folder of the export:
*
*   papermake using "estimates/main.iv.txt"
*   estimates store iv
*   esttab iv
*
* It leaves e(b), e(V), e(N), e(df_r), e(N_clust), e(depvar), e(vce), e(node) and a scalar for each statistic.
program define papermake, eclass
    version 14
    syntax using/
    tempname b V
    mata: papermake_read(\`"\`using'"', "\`b'", "\`V'")
    if "\`df'" == "" ereturn post \`b' \`V', obs(\`nobs') depname(\`depvar')
    else ereturn post \`b' \`V', obs(\`nobs') dof(\`df') depname(\`depvar')
    if "\`clusters'" != "" ereturn scalar N_clust = \`clusters'
    foreach stat of local stats {
        gettoken name value : stat, parse("=")
        gettoken sign value : value, parse("=")
        ereturn scalar \`name' = \`value'
    }
    ereturn local vce \`"\`errors'"'
    ereturn local node \`"\`node'"'
    ereturn local depvar "\`depvar'"
    ereturn local cmd "papermake"
    ereturn display
end

version 14
mata:
void papermake_read(string scalar path, string scalar b_name, string scalar V_name)
{
    string colvector lines
    string rowvector words
    string matrix stripe
    real matrix V
    real rowvector b
    real scalar i

    lines = cat(path)
    if (rows(lines) < 2 | lines[1] != "papermake estimate" + char(9) + "1" | lines[rows(lines)] != "end") {
        errprintf("%s is no estimate of papermake, or not whole\\n", path)
        exit(610)
    }
    b = J(1, 0, .)
    stripe = J(0, 2, "")
    V = J(0, 0, .)
    for (i = 2; i < rows(lines); i++) {
        words = papermake_words(lines[i])
        if (words[1] == "nobs") st_local("nobs", words[2])
        else if (words[1] == "clusters") st_local("clusters", words[2])
        else if (words[1] == "df") st_local("df", words[2])
        else if (words[1] == "node") st_local("node", words[2])
        else if (words[1] == "errors") st_local("errors", words[2])
        else if (words[1] == "depvar") st_local("depvar", words[2])
        else if (words[1] == "stat") st_local("stats", st_local("stats") + " " + words[2] + "=" + words[3])
        else if (words[1] == "term") {
            b = b, strtoreal(words[4])
            stripe = stripe \\ ("", words[3])
        }
        else if (words[1] == "V") {
            if (rows(V) == 0) V = J(cols(b), cols(b), 0)
            V[strtoreal(words[2]), strtoreal(words[3])] = strtoreal(words[4])
            V[strtoreal(words[3]), strtoreal(words[2])] = strtoreal(words[4])
        }
    }
    if (rows(V) == 0) V = J(cols(b), cols(b), 0)
    st_matrix(b_name, b)
    st_matrixcolstripe(b_name, stripe)
    st_matrix(V_name, V)
    st_matrixcolstripe(V_name, stripe)
    st_matrixrowstripe(V_name, stripe)
}

string rowvector papermake_words(string scalar line)
{
    string rowvector words
    string scalar rest
    real scalar at

    words = J(1, 0, "")
    rest = line
    while ((at = strpos(rest, char(9))) > 0) {
        words = words, substr(rest, 1, at - 1)
        rest = substr(rest, at + 1, .)
    }
    return((words, rest))
}
end
`}});function ym(e){let t=e.replace(/[^\p{L}\p{N}_]+/gu,"_").replace(/(?<=^_|[^_])_+$/,"");return[.../^[\p{L}_]/u.test(t)&&!hm.has(t)&&!/^str\d+$/.test(t)?t:`_${t}`].slice(0,Pa).join("")}function B(e){let t=String(e);return t.includes("e+")?t.replace("e+","e"):t}var Da,Pa,hm,bt,er,z,wm,Va,U,ye=y(()=>{"use strict";Da=require("bundle#m137");le();Pa=32,hm=new Set("_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL str using with _se".split(" ")),bt=class{#e=new Map;#t=new Set;of(t){let n=this.#e.get(t);if(n!==void 0)return n;let r=ym(t),o=r;for(let s=2;this.#t.has(o);s++){let a=`_${s}`;o=[...r].slice(0,Pa-a.length).join("")+a}return this.#e.set(t,o),this.#t.add(o),o}};er=e=>(0,Da.printable)(e).replace(/\s+/g," ").replace(/\\?([$`])/g,"'").replace(/\*(?=\/)/g,"* ").replace(/\/(?=[/*])/g,"/ "),z=e=>`\`"${wm.test(e)?e:er(e).replaceAll(`"'`,`" '`)}"'`,wm=/^(?:[\w.,:^()#-]+ )*[\w.,:^()#-]+$/,Va=e=>`/* ${er(e).replace(/^\/|\*$/g,"$& ")} */`,U=e=>L("*",er(e))});var ne,xt=y(()=>{"use strict";ye();ne=class{lines=[];missing=[];further=[];#e;#t;count=0;constructor(t,n=""){this.#e=t,this.#t=n}check(t,n,r,o){this.count+=1;let s=n.includes('"')?`\`"${n}"'`:`"${n}"`,a=o===void 0?"":` ${B(o)}`;this.lines.push(`check ${z(`${this.#e}: ${this.#t}${t}`)} ${s} ${B(r)}${a}`)}statistic(t,n,r){typeof r=="number"&&(this.check(t,n,r),this.further.push({cell:`${this.#t}${t}`,value:r}))}leave(t,n){this.missing.push({node:this.#e,what:t,why:n})}}});function X(e,t){let n=xm(e),r=we(n,t);if(nr(n))throw new w(`the condition \`${e}\` has \`or\` or \`not\` of values that may be missing`);let o=tr(n)?[]:(0,za.freeVariables)(n).map(s=>t.names.of(s));return o.length===0?r:`${r} & !missing(${o.join(", ")})`}function we(e,t){switch(e.is){case"number":return B(e.value);case"string":throw new w("a text stands where its column is not known");case"name":return t.names.of(e.name);case"path":{let n=(0,Wa.lagOfPath)(e);if(n===void 0)throw new w("a path is no variable");return`${[...n.operators].reverse().map(({is:o,order:s})=>`${o}${s===1?"":s}`).join("")}.${t.names.of(n.column)}`}case"unary":return`${e.op==="not"?"!":"-"}${Ba(e.of,t)}`;case"binary":return $m(e,t);case"in":return Sm(e,t);case"call":{let n=bm[e.name];if(n===void 0)throw new w(`the function \`${e.name}\` has no direct form in Stata`);return`${n}(${e.args.map(r=>we(r,t)).join(", ")})`}default:return e}}function $m({op:e,left:t,right:n},r){return e==="and"?`${we(t,r)} & ${we(n,r)}`:`${rr(t,n,r)} ${vm[e]} ${rr(n,t,r)}`}function rr(e,t,n){if(e.is!=="string"||t.is!=="name")return Ba(e,n);let r=n.data.type(t.name);return(0,Qe.isTimeType)(r)?B(Qe.calendar[r].parse(e.value)):Xa(t.name,e.value,n)}function Xa(e,t,{data:n}){return`${n.levels(e).indexOf(t)+1} ${Va(t)}`}function be(e,t,n){let r=n.data.type(e),o=r==="number"?B(Number(t)):(0,Qe.isTimeType)(r)?B(Qe.calendar[r].parse(t)):Xa(e,t,n);return`${n.names.of(e)} == ${o}`}function Sm({of:e,within:t,negated:n},r){if("is"in t)throw new w("a range is of results");let o=t.map(s=>rr(s,e,r));return`${n?"!":""}inlist(${we(e,r)}, ${o.join(", ")})`}var Qe,Wa,Ia,za,Ua,bm,tr,nr,re,xm,vm,Ba,Te=y(()=>{"use strict";Qe=require("bundle#m72"),Wa=require("bundle#m80"),Ia=require("bundle#m82"),za=require("bundle#m84"),Ua=require("bundle#m101");N();ye();bm={log:"ln",exp:"exp",sqrt:"sqrt",abs:"abs",floor:"floor",ceil:"ceil"};tr=e=>e.is==="binary"&&e.op==="=="||e.is==="in"&&!e.negated||e.is==="binary"&&(e.op==="<"||e.op==="<=")&&e.right.is==="number"||e.is==="binary"&&e.op==="and"&&tr(e.left)&&tr(e.right),nr=e=>e.is==="call"?e.name==="missing"||e.name==="if":e.is==="unary"?e.op==="not":e.is!=="binary"?!1:e.op==="or"||nr(e.left)||nr(e.right),re=(e,t)=>we(e,t),xm=(0,Ua.memo)(e=>{let t=(0,Ia.parseExpression)(e);if(!t.ok)throw new Error(`not a canonical expression: ${e}`);return t.ast}),vm={or:"|",and:"&","==":"==","!=":"!=","<":"<","<=":"<=",">":">",">=":">=","+":"+","-":"-","*":"*","/":"/","^":"^"};Ba=(e,t)=>e.is==="binary"||e.is==="unary"||e.is==="number"&&e.value<0?`(${we(e,t)})`:we(e,t)});function sr(e,t){let{exclude:n,split:r,common:o}=e,{names:s}=t,a=[];for(let d of o?.samples??[])a.push(X(d,t));r!==null&&a.push(be(r.column,r.level,t));for(let d of[n,...o?.excludes??[]])d!==null&&a.push(`!(${X(d,t)})`);let i=(0,Le.listsOfTerms)(e).flat().flatMap(d=>(0,Le.termOf)(d).flatMap(m=>m.is==="levels"?[s.of(m.column)]:m.is==="event"?[s.of(m.time)]:[])),l=(o?.terms??[]).flatMap(d=>(0,Le.termOf)(d)).flatMap(d=>km(d,s)),c=[...new Set([...i,...l,...(o?.levels??[]).flatMap(Le.columnsOfLevels).map(d=>s.of(d))])];return c.length>0&&a.push(`!missing(${c.join(", ")})`),a}function km(e,t){if(e.is==="levels")return[t.of(e.column)];let n=(0,Ha.leafOf)(e);if(n===void 0||n.is==="function")throw new w("the common rows of a table rest on a function");let r=n.is==="column"?n:n.of;if(r.is!=="column"||n.is==="shift")throw new w("the common rows of a table rest on a lag");return[t.of(r.name)]}var Ha,Le,Ka,or,Zt=y(()=>{"use strict";Ha=require("planning#m208"),Le=require("kinds#m275");N();Te();Ka=(e,t)=>or([...e.sample===null?[]:[X(e.sample,t)],...sr(e,t)]),or=e=>e.map(t=>t.includes(" | ")?`(${t})`:t).join(" & ")});var Za,Ga,Ja,Gt,ar,Ya,_m,xe,Jt=y(()=>{"use strict";Za=require("bundle#m72"),Ga=require("bundle#m140"),Ja=require("planning#m207"),Gt=require("planning#m208"),ar=require("planning#m263"),Ya=require("kinds#m275");N();Te();_m=e=>e.replace(/(event\([^()]*\)::)(-?)(?=\d)/g,(t,n,r)=>`${n}${r===""?"lag":"lead"} `),xe=class{#e;#t;made=new Map;lasts=new Map;constructor(t,n){this.#e=t,this.#t=n}leaf(t){let{names:n}=this.#e;if(t.is==="column")return n.of(t.name);let r=this.#n(t);if(t.is==="shift"&&t.of.is==="column"&&t.lag>=0&&!this.#t(t))return r;let s=n.of((0,Gt.printFactor)(t));return this.made.set(s,r),s}#n(t){if(t.is==="column")return this.#e.names.of(t.name);if(t.is==="function")return`${t.name==="log"?"ln":t.name}(${re(t.of,this.#e)})`;let{lag:n,diff:r}=t,o=(a,i)=>i===0?"":`${a}${i===1?"":i}`;return`${(n<0?o("F",-n):o("L",n))+o("D",r)}.${this.leaf(t.of)}`}cells(t){let n=(0,Ya.termOf)(t),[r]=n,o=(0,Gt.leafOf)(r);if(n.length===1&&o===r)return[{term:(0,ar.termName)(n),variable:this.leaf(o)}];let s=[{name:"",code:""}];for(let a of n){let i=this.#r(a);s=s.flatMap(l=>i.map(({name:c,code:d})=>l.name===""?{name:c,code:d}:{name:`${l.name}:${c}`,code:`${l.code} * ${d}`}))}return s.map(({name:a,code:i})=>({term:a,variable:this.#e.names.of(_m(a)),made:i}))}#r(t){if(t.is==="levels")return this.#s(t);if(t.is==="event")return this.#o(t);let n=(0,ar.termName)([t]);return t.is==="power"?[{name:n,code:`${this.leaf(t.of)}^${t.exponent}`}]:[{name:n,code:this.leaf(t)}]}#o(t){let{names:n,data:r}=this.#e,{time:o,cohort:s,window:a,bin:i,always:l}=t;if((0,Za.isTimeType)(r.type(o)))throw new w("event times of dates are not written");if(l==="drop")throw new w("units that are treated from the first period on are not left out in Stata");let[c,d]=[n.of(s),n.of(`last ${o}`)];this.lasts.set(d,n.of(o));let[m,f]=a??[-200,200],u=p=>a===null||!i?"==":p===m?"<=":p===f?">=":"==";return Array.from({length:f-m+1},(p,h)=>m+h).map(p=>({name:`${(0,Ja.eventName)(t)}::${p}`,code:`(${n.of(o)} - ${c} ${u(p)} ${p} & ${c} != 0 & ${c} <= ${d})`}))}#s({column:t}){return this.#e.data.levels(t).map(n=>({name:(0,Ga.levelTerm)(`i(${t})`,n),code:`(${be(t,n,this.#e)})`}))}}});function ei(e,t,n){let{spec:r,data:o,form:s}=e,a=t.stata(r,s);if("none"in a)throw new w(a.none);Mm(r,s,a);let i={data:o,names:n},l=new xe(i,$=>ti(r,$)),{outcome:c,exogenous:d,endogenous:m,instruments:f}=Rm(e,l),u=[],p=$=>{let H=$.flatMap(Ae=>l.cells(Ae));return u.push(...H),H.map(({variable:Ae})=>Ae)},h=new Map,g={outcome:c.variable,regressors:d.map(({variable:$})=>$),endogenous:m.map(({variable:$})=>$),instruments:f.map(({variable:$})=>$),effects:Em(r).map($=>Qa($,i,h)),clusters:r.vcov.is==="cluster"?r.vcov.by.map($=>Qa($,i,h)):[],rows:"",weights:Nm(r,l),further:$=>p(r.estimator?.terms?.[$]??[]),variables:p},b=sr(r,i),{command:v,firstStages:x}=a,S=s.firstStage===void 0?void 0:x?.option,E=[...a.options(g),...S===void 0?[]:[S]],I=new Map([c,...d,...m,...f,...u].map($=>[$.variable,$])),C=Om(r,l,g,n);if(l.lasts.size>0&&s.rowsLost.some(({cause:$})=>$==="singleton"))throw new w("event times beside rows that are alone in an effect are not written in Stata");return{stata:a,before:[...Tm(e,a.set,g,i),...[...h].map(([$,H])=>`egen long ${$} = ${H}`),...[...l.made].map(([$,H])=>`generate double ${$} = ${H}`)],rested:C,made:[...I.values()].flatMap(({variable:$,made:H})=>H===void 0?[]:[`generate double ${$} = ${H}`]),conditions:b,line:$=>Fm(v,{...g,rows:$===""?"":` if ${$}`},E),variables:new Map([...d,...m].map(({term:$,variable:H})=>[$,H]))}}function Rm({spec:e,form:t},n){let r=new Set(t.terms.map(({term:a})=>a)),o=new Set((t.firstStage??[]).flatMap(a=>a.terms.map(({term:i})=>i))),s=(a,i)=>a.flatMap(l=>n.cells(l)).filter(({term:l})=>i.has(l));return{outcome:n.cells(e.outcome)[0],exogenous:s(e.terms,r),endogenous:s(e.iv?.endogenous??[],r),instruments:s(e.iv?.instruments??[],o)}}function Fm(e,t,n){let{outcome:r,regressors:o,endogenous:s,instruments:a,rows:i,weights:l}=t,c=s.length===0?[]:[`(${s.join(" ")} = ${a.join(" ")})`];return`${[e,r,...o,...c].join(" ")}${i}${l}${n.length===0?"":`, ${n.join(" ")}`}`}function Mm(e,{rowsLost:t},{command:n}){let{winsorize:r}=e;if(e.slopes!==void 0)throw new w("slopes by group are not written in Stata");if(e.trim!==void 0)throw new w("trimming is not written in Stata");if(e.vcov.is==="cluster"&&e.vcov.wild!==void 0&&e.absorb.length>1)throw new w("the wild bootstrap is not written in Stata");if(r!==null&&(r.stage==="terms"||r.method!=="type2"||r.rows!=="complete"))throw new w("winsorising of terms, by other percentiles or over other rows is not written in Stata");if(t.some(({cause:s})=>s==="singleton")&&!/^(reghdfe|ivreghdfe|ppmlhdfe|xtivreg2|xtpoisson)/.test(n)||e.common?.singletons!==void 0)throw new w("rows that are alone in an effect were dropped, which the command would keep")}function Qa(e,{names:t},n){let r=(0,ve.columnsOfLevels)(e);if(r.length===1)return t.of(r[0]);let o=t.of(e);return n.set(o,`group(${r.map(s=>t.of(s)).join(" ")})`),o}function Nm({weights:e},t){return e===void 0?"":` [${Cm[e.is]} = ${t.cells(e.of)[0].variable}]`}function Tm({spec:e,data:t},n,{effects:r},{names:o}){let{panel:s}=t,a=(0,ve.readsPanel)(e),[i]=r;if(n==="panel"&&i!==void 0&&i!==(s===null?void 0:o.of(s.unit)))throw new w("the command absorbs the panel\u2019s units, and the effect is another");if(n==="series"&&e.vcov.is==="nw"&&e.vcov.time!==s?.time){if(s!==null)throw new w("the errors are along another time than that of the panel");return[`tsset ${o.of(e.vcov.time)}`]}if(s!==null&&(a||n==="panel"||n==="series"||n==="effect"&&i===o.of(s.unit))){if(n==="effect"&&i!==o.of(s.unit))throw new w("lags are of one unit, and the effect that is absorbed is another");return[`xtset ${o.of(s.unit)} ${o.of(s.time)}`]}if(a||n==="panel")throw new w("the data have no panel");return n==="effect"?[`xtset ${i}`]:[]}function Lm(e,t){let n=new Map;for(let r of(0,ve.listsOfTerms)(e).flat())for(let o of(0,ve.termOf)(r)){let s=(0,Yt.leafOf)(o);s!==void 0&&n.set(t.leaf(s),s)}return n}function Om(e,t,n,r){let{clusters:o,effects:s}=n,a=Lm(e,t),i=`!missing(${[...new Set([...a.keys(),...o,...s])].join(", ")})`,l=jm(e,a,n,r);return c=>{let d=c===""?i:`${c} & ${i}`,m=[...t.lasts].map(([f,u])=>`egen double ${f} = max(cond(${d}, ${u}, .))`);return l===void 0?m:[...m,`${l.before} if ${d}, ${l.options}`]}}function jm(e,t,{clusters:n,effects:r},o){let{winsorize:s}=e;if(s===null)return;let a=[...t].filter(([,c])=>ti(e,c)).map(([c])=>c),i=a.find(c=>[...n,...r].includes(c));if(i!==void 0)throw new w(`${i} is winsorised and an effect or a cluster too`);let l=s.by.length===0?"":` by(${s.by.map(c=>o.of(c)).join(" ")})`;return{before:`winsor2 ${a.join(" ")}`,options:`replace cuts(${s.at.join(" ")})${l}`}}var Yt,ve,Em,Cm,ti,ni=y(()=>{"use strict";Yt=require("planning#m208"),ve=require("kinds#m275");N();Zt();Jt();Em=({absorb:e,estimator:t})=>e.length>0?e:t?.levels?.unit??t?.levels?.group??[];Cm={analytic:"aweight",frequency:"fweight",probability:"pweight"};ti=({winsorize:e},t)=>e!==null&&(e.vars===null||e.vars.includes((0,Yt.printFactor)(t)))});function Am(e,t,n){let{node:r,data:o,spec:s}=e,a=qm(e,t);return{node:r,lines:[vt(o.name)].concat(t.before,t.rested(n),t.made,t.line(n),a.lines,a.missing.flatMap(i=>ce.lines(i))),cells:a.count,missing:a.missing,further:a.further,packages:[t.stata.command.split(" ")[0],...s.winsorize===null?[]:["winsor2"]]}}function qm(e,t){let{stata:n,variables:r}=t,{node:o,spec:s,fit:a,part:i}=e,{unchecked:l={},factor:c,statistics:d={},firstStages:m}=n,f=new ne(o,Ee(e));c!==void 0&&f.lines.push(...U(`Errors: ${c.why}.`),`local factor = ${c.code}`);for(let{term:u,estimate:p,stdError:h}of Ke(e)){let g=ir(u,r),b=Object.hasOwn(l,u)?l[u]:void 0;if(b!==void 0||g===void 0){f.leave(u,b??"the command has no coefficient of the name");continue}let v=typeof h=="number"?h:void 0;f.check(`${u}: coefficient`,`_b[${g}]`,p,v),typeof h=="number"?f.check(`${u}: standard error`,`_se[${g}]${c===void 0?"":" * `factor'"}`,h):f.leave(`the standard error of ${u}`,h.invalid)}f.check("N","e(N)",a.nobs),s.vcov.is==="cluster"&&a.nclusters!==null&&f.check("clusters","e(N_clust)",a.nclusters);for(let[u,p]of Object.entries(d))f.statistic(u,p,a.stats[u]);i?.joint!==void 0&&(f.lines.push(`test ${i.joint.terms.map(u=>ir(u,r)).join(" ")}`),f.statistic("joint F","r(F)",i.joint.value)),Dm(e,t,f);for(let{what:u,why:p}of jt(e))f.leave(u,p);if(typeof a.stats.effectiveF=="number"&&f.lines.push(...U("weakivtest finds the effective F with its critical values, and weakiv the sets of Anderson-Rubin and CLR on a grid; neither was run, and nothing is compared.")),m===void 0||a.firstStage===void 0)return f;m.command!==void 0&&f.lines.push(m.command);for(let[u,{endogenous:p,f:h}]of a.firstStage.entries())f.statistic(`first stage of ${p}: F`,m.f(u+1),h);return f}function Dm({spec:e,fit:t},{stata:n,variables:r},o){let s=i=>{let l=i.map(([c,d])=>{let m=Object.hasOwn(n.unchecked??{},c)?void 0:ir(c,r);return m===void 0?void 0:`${B(d)}*_b[${m}]`});return l.includes(void 0)?void 0:l.join(" + ")},a="the command has another covariance, or lacks a coefficient";for(let{name:i,weights:l,constant:c,estimate:d,stdError:m}of Dt(e,t)){let f=n.factor===void 0?s(l):void 0;if(f===void 0){o.leave(i,a);continue}o.lines.push(`lincom ${f}${c===0?"":` + ${B(c)}`}`),o.statistic(`${i}: combination`,"r(estimate)",d),o.statistic(`${i}: standard error`,"r(se)",m)}for(let{name:i,restrictions:l,statistic:c,isF:d}of Pt(e,t)){let m=n.factor===void 0?l.map(({weights:f})=>s(f)):[void 0];if(m.includes(void 0)){o.leave(i,a);continue}o.lines.push(`test ${l.map(({value:f},u)=>`(${m[u]} = ${B(f)})`).join(" ")}`),o.statistic(`${i}: ${d?"F":"chi2"}`,d?"r(F)":"r(chi2)",c)}}function ir(e,t){let n=t.get(e);return n!==void 0?n:e==="_cons"||e.startsWith("/")||/^\w+:\w+$/.test(e)?e:void 0}var ce,ri,vt,Qt=y(()=>{"use strict";Fn();pe();Z();le();Mn();N();xt();Te();ni();ye();Zt();ce=new fe(U),ri=(e,t,n,r)=>ce.orMissing(e.node,()=>{if(t===void 0)throw new w("the estimator is not written in Stata yet");let o=r.of(e,t,i=>ei(i,t,n)),{sample:s}=e.spec,a=s===null?[]:[r.condition(e.data,s,()=>X(s,{data:e.data,names:n}))];return Am(e,o,or(a.concat(o.conditions)))}),vt=e=>`use ${z(`data/${F(e)}.dta`)}, clear`});function Vm(e,{data:t,by:n},{text:r,variable:o,rows:s},a,{names:i}){let l=ae(r,a);if(l.length===0)return;let[c,d]=a.level,m=t.levels(n),u={difference:(t.type(n)==="number"?Number(c)<Number(d):m.indexOf(c)<m.indexOf(d))?"r(mu_1) - r(mu_2)":"r(mu_2) - r(mu_1)",stdError:"r(se)"};e.lines.push(`ttest ${o}${s}, by(${i.of(n)})${a.isPooled===!0?"":" unequal"}`);let p=l.find(({name:h})=>h==="stdError")?.value;for(let{cell:h,name:g,value:b}of l)e.check(h,u[g],b,p)}function ai(e,t){let{data:n,sample:r,exclude:o,variables:s,isOfModel:a}=e;if(a)throw new w("the rows of a model are not taken over here yet");let i={data:n,names:t},l=new xe(i,()=>!1),c=s.flatMap(u=>l.cells(u));if(c.length!==s.length)throw new w("an indicator of levels is not described in Stata yet");let d=[...r===null?[]:[X(r,i)],...o===null?[]:[`!(${X(o,i)})`]],m=[...c].some(({variable:u})=>/^[LFD]\d*/.test(u)&&u.includes(".")),{panel:f}=n;if(m&&f===null)throw new w("the data have no panel");return{before:[vt(n.name),...f!==null&&(m||l.made.size>0)?[`xtset ${t.of(f.unit)} ${t.of(f.time)}`]:[],...[...l.made].map(([u,p])=>`generate double ${u} = ${p}`),...c.flatMap(({variable:u,made:p})=>p===void 0?[]:[`generate double ${u} = ${p}`])],cells:c,conditions:d}}var Pm,oi,lr,si,ii=y(()=>{"use strict";ke();N();xt();Te();Qt();Jt();Pm={n:"r(N)",mean:"r(mean)",sd:"r(sd)",min:"r(min)",p25:"r(p25)",median:"r(p50)",p75:"r(p75)",max:"r(max)"},oi=(e,t)=>ce.orMissing(e.node,()=>{let{before:n,cells:r,conditions:o}=ai(e,t),s=new ne(e.node);for(let a of e.parts)for(let[i,l]of e.variables.entries()){let{variable:c}=r[i],d={data:e.data,names:t};if(typeof a.level=="object"){Vm(s,e,{text:l,variable:c,rows:lr(o)},a,d);continue}let m=a.level===void 0?[]:[be(e.by,a.level,d)],f=ae(l,a),u=f.find(({name:p})=>p==="sd")?.value;s.lines.push(`summarize ${c}${lr([...o,...m])}, detail`);for(let{cell:p,name:h,value:g}of f)s.check(p,Pm[h],g,h==="n"?void 0:u)}return{node:e.node,lines:[...n,...s.lines],cells:s.count,missing:[],packages:["summarize"]}});lr=e=>e.length===0?"":` if ${e.join(" & ")}`,si=(e,t)=>ce.orMissing(e.node,()=>{let{before:n,cells:r,conditions:o}=ai(e,t),s=lr(o),a=new ne(e.node);for(let[i,l]of r.entries()){let[c]=e.parts.flatMap(m=>ae(e.variables[i],m));if(c===void 0)continue;let d=r.filter(m=>m!==l).map(({variable:m})=>m);a.lines.push(`regress ${[l.variable,...d].join(" ")}${s}`),a.check(c.cell,"1 / (1 - e(r2))",c.value)}return{node:e.node,lines:[...n,...a.lines],cells:a.count,missing:[],packages:["regress"]}})});function mi(e,t,n,r){let{name:o}=e,s=[...U(`Makes the data ${o} of raw files and compares them with those of the paper. Do-files of steps run this.`),...new cr(r,n).made(e,"data"),...Km(o,t,r),`save ${z(`data/${F(o)}.dta`)}, replace`];return{path:`data_${F(o)}.do`,content:`${s.join(`
`)}
`}}function Im({file:e,columns:t,missing:n},r){let o=t.map(({at:c})=>`v${c}`).join(" "),s=t.map(({name:c})=>r.of(c)),a=t.filter(({isText:c})=>!c).map(({name:c})=>r.of(c)),l=`delimiters("${e.delimiter==="	"?"\\t":e.delimiter}") bindquotes(strict) varnames(nonames) stringcols(_all) encoding("utf-8") clear`;return[`import delimited using ${z(e.path)}, ${l}`,"drop in 1",`keep ${o}`,`rename (${o}) (${s.join(" ")})`,...s.flatMap(c=>n.texts.map(d=>`replace ${c} = "" if ${c} == ${z(d)}`)),...a.length===0?[]:[`destring ${a.join(" ")}, replace`],...a.flatMap(c=>n.numbers.map(d=>`replace ${c} = . if ${c} == ${B(d)}`))]}function zm({types:e},t,n){return t.texts.flatMap(r=>{let s=t.levels(r).map(c=>Buffer.from(c)),a=s.every((c,d)=>d===0||Buffer.compare(s[d-1],c)<0);if(e.get(r)!=="string"||!a)throw new w(`the levels of ${r} have an order of their own`);if(s.some(({length:c})=>c>li))throw new w(`a text of ${r} is longer than ${li} bytes`);let[i,l]=[n.of(r),n.of(`${r} code`)];return[`encode ${i}, generate(${l})`,`drop ${i}`,`rename ${l} ${i}`]})}function Xm({column:e,expression:t,gives:n},r){let o=(0,dr.parseExpression)(t);if(!o.ok)throw new Error(`not a canonical expression: ${t}`);let s=o.ast,a=r.names.of(e);if(n==="text")throw new w(`the texts of ${e} are derived`);if(n==="condition")return[`generate double ${a} = ${Hm(s,r)}`];if(s.is!=="call")return[`generate double ${a} = ${re(s,r)}`];if(s.name==="winsorize"){let[l,c,d]=s.args,m=ci(s,r);return[`generate double ${a} = ${re(l,r)}`,`winsor2 ${a}, replace cuts(${[c,d].map(f=>re(f,r)).join(" ")})${m===""?"":` by(${m})`}`]}if(s.name==="if"){let[l,c,d]=s.args;return[`generate double ${a} = cond(${fi(l,r)}, ${re(c,r)}, ${re(d,r)})${pi(l,r)}`]}let i=s.named.length===0?void 0:Um[s.name];if(i!==void 0)return[`egen double ${a} = ${i}(${re(s.args[0],r)}), by(${ci(s,r)})`];if(s.named.length>0)throw new w(`the function \`${s.name}\` has no direct form in Stata`);return[`generate double ${a} = ${re(s,r)}`]}function fi(e,t){if(e.is!=="binary"||!Bm.includes(e.op))throw new w("a condition is no single comparison");return re(e,t)}function ci({name:e,named:t},{names:n}){let[r,o]=t;if(o!==void 0||r!==void 0&&(r.name!=="by"||r.value.is!=="names"))throw new w(`the function \`${e}\` with its options has no direct form in Stata`);return r?.value.is==="names"?r.value.names.map(s=>n.of(s.name)).join(" "):""}function Km(e,{rows:t,numbers:n,codes:r},o){let s=new ne(`data ${e}`);s.lines.push("quietly count"),s.check("rows","r(N)",t);for(let{column:a,values:i,sum:l,squares:c,size:d}of[...n,...r]){let m=o.of(a),f=o.of(`${a} square`);s.lines.push(`summarize ${m}`),s.check(`${a}: values`,"r(N)",i),s.check(`${a}: sum`,"r(sum)",l,d),s.lines.push(`generate double ${f} = ${m}^2`,`summarize ${f}`),s.check(`${a}: sum of squares`,"r(sum)",c),s.lines.push(`drop ${f}`)}return s.lines}var dr,di,li,cr,Wm,Um,Bm,Hm,pi,ui=y(()=>{"use strict";dr=require("bundle#m82"),di=require("bundle#m84");Z();N();xt();Te();ye();li=2045;cr=class{#e;#t;constructor(t,n){this.#e=t,this.#t=n}made(t,n){let{rules:r}=t,o={data:this.#t,names:this.#e},s=r.flatMap(u=>u.is==="merge"?[u]:[]),a=s.flatMap(({other:u,on:p},h)=>[...this.made(u,`${n}${h+1}`),...p.map(g=>`drop if missing(${this.#e.of(g)})`),`tempfile ${n}${h+1}`,`save \`${n}${h+1}'`]),l=n==="data"?zm(t,this.#t,this.#e):[],c=r.findIndex(({is:u})=>u==="derive"),d=c<0?r.length:c;if(l.length>0&&r.slice(d).some(({is:u})=>u==="keep"))throw new w("rows are chosen once texts are codes");let m=r.some(u=>u.is==="derive"&&Wm(u.expression))?this.#n(t):[],f=r.map(u=>this.#r(u,o,`${n}${s.indexOf(u)+1}`));return[...a,...f.slice(0,d).flat(),...l,...m,...f.slice(d).flat()]}#n({panel:t}){if(t===null)throw new w("a lag needs a panel, and the data have none");if(this.#t.type(t.unit)!=="number"&&!this.#t.texts.includes(t.unit))throw new w("a lag needs the panel\u2019s unit as a number");return[`xtset ${this.#e.of(t.unit)} ${this.#e.of(t.time)}`]}#r(t,n,r){let o=s=>s.map(a=>this.#e.of(a)).join(" ");switch(t.is){case"read":return Im(t,this.#e);case"keep":if(/"/.test(t.condition))throw new w("rows are chosen by texts");return[`keep if ${X(t.condition,n)}`];case"merge":return[`merge m:1 ${o(t.on)} using \`${r}', keep(${t.drops?"match":"master match"}) keepusing(${o(t.columns)}) nogenerate`];case"derive":return Xm(t,n);default:return t}}},Wm=e=>{let t=(0,dr.parseExpression)(e),n=r=>r.is==="path"||r.is==="unary"&&n(r.of)||r.is==="binary"&&(n(r.left)||n(r.right))||r.is==="call"&&r.args.some(n);return t.ok&&n(t.ast)};Um={mean:"mean",sum:"total",min:"min",max:"max",median:"median",sd:"sd",count:"count"},Bm=["==","!=","<","<=",">",">="];Hm=(e,t)=>`(${fi(e,t)})${pi(e,t)}`;pi=(e,{names:t})=>` if !missing(${(0,di.freeVariables)(e).map(n=>t.of(n)).join(", ")})`});function hi(e,t){let n=t.map(({name:r},o)=>`${String(o+1).padStart(2,"0")}_${F(r)}.do`);return[{path:mr,content:Jm(e,t,n)},{path:gi,content:Gm},...t.map((r,o)=>({path:n[o],content:Ym(r,n[o])}))]}function pr(e){let t=e.some(({data:r})=>r.some(({origin:o})=>o?.is==="raw"&&/^winsor2 /m.test(String(o.script.content)))),n=new Set([...e.flatMap(({blocks:r})=>r.flatMap(o=>o.packages)),...t?["winsor2"]:[]]);return[...new Set([...n].flatMap(r=>Zm[r]??[]))]}function Jm(e,t,n){return yi([...e===void 0?[]:U(e),...U(fr),...U("It runs all do-files of this folder, from this folder, and stops at the first in which a value differs."),...pr(t).map(r=>`* ssc install ${r}`),"version 15","clear all",...n.map(r=>`do ${z(r)}`)])}var mr,gi,Zm,fr,Gm,Ym,yi,wi=y(()=>{"use strict";Z();le();ye();mr="main.do",gi="check.do",Zm={reghdfe:["ftools","reghdfe"],ppmlhdfe:["ftools","reghdfe","ppmlhdfe"],ivreg2:["ranktest","ivreg2"],xtivreg2:["ranktest","ivreg2","xtivreg2"],ivreghdfe:["ftools","reghdfe","ranktest","ivreg2","ivreghdfe"],xtabond2:["xtabond2"],xtscc:["xtscc"],csdid:["drdid","csdid"],eventstudyinteract:["avar","eventstudyinteract"],did_imputation:["did_imputation"],did2s:["did2s"],psmatch2:["psmatch2"],ebalance:["ebalance"],bartik_weight:["bartik_weight"],xthreg:["xthreg"],xttest3:["xttest3"],xtserial:["xtserial"],xtcsd:["xtcsd"],winsor2:["winsor2"],leebounds:["leebounds"],ritest:["ritest"],rwolf2:["rwolf2"]},fr="This do-file was written by papermake and was not run in Stata when it was written.",Gm=`* ${fr}
* Compares a value with the one in the paper: to six digits, or to six of its standard error.
version 15
capture program drop check
program define check
    args cell got expected scale
    if "\`scale'" == "" local scale = \`expected'
    global compared = $compared + 1
    capture local difference = abs((\`got') - (\`expected')) / max(abs(\`expected'), abs(\`scale'))
    if _rc != 0 local difference = .
    if !(\`difference' <= 1e-6) {
        global failures = $failures + 1
        capture local value = \`got'
        display as error \`"DIFFERENT  \`cell': expected \`expected', got \`value'"'
    }
end

capture program drop finish
program define finish
    display \`"\`0': $failures of $compared values differ"'
    assert $failures == 0
end

global compared = 0
global failures = 0
set type double
`;Ym=({name:e,data:t,blocks:n},r)=>yi([...U(`Step ${e}`),...U(fr),`do ${z(gi)}`,...t.flatMap(o=>{let s=Ze(o);return o.origin?.is==="raw"?[`do ${z(o.origin.script.path)}`]:s===void 0?[]:U(s)}),...n.map(({node:o,lines:s})=>["",...U(`---- ${o} ----`)].concat(s).join(`
`)),"",`finish ${r}`]),yi=e=>`${e.join(`
`)}
`});function Qm(e,t){let n=r=>e.names.of(r);return{cells:r=>t(r).map(({term:o,variable:s})=>({term:o,column:s})),name:n,made:n,values:r=>r,text:z,texts:r=>r.join(" "),isLevel:(r,o)=>be(r,o,e)}}function ef({terms:e,sample:t,exclude:n,complete:r},o,s){let a=e.flatMap(i=>s(i).map(({variable:l})=>l));return[...t===null?[]:[X(t,o)],...n===null?[]:[`!(${X(n,o)})`],...r===void 0?[]:xi([...a,...r.map(i=>o.names.of(i))])].join(" & ")}function tf({model:e,rowsLost:t},n,r){if(e.winsorize!==null||e.trim!==void 0||t.some(({cause:i})=>i==="singleton"))throw new w("winsorising, trimming and rows that are alone in an effect are not written here in Stata");for(let i of(0,Oe.listsOfTerms)(e).flat())r(i);let o=(0,Oe.listsRequired)(e).flatMap(i=>i.flatMap(l=>r(l))),s=[...e.absorb,...e.vcov.is==="cluster"?e.vcov.by:[]];if(s.some(i=>(0,Oe.columnsOfLevels)(i).length>1))throw new w("levels of several columns are not written here in Stata");let a=Ka(e,n);return[...a===""?[]:[a],...xi([...o.map(({variable:i})=>i),...s.flatMap(Oe.columnsOfLevels).map(i=>n.names.of(i))])].join(" & ")}var Oe,bi,xi,vi=y(()=>{"use strict";Oe=require("kinds#m275");N();Ce();xt();Te();Qt();ye();Zt();Jt();bi=(e,t)=>ce.orMissing(e.node,()=>{let{node:n,data:r,missing:o=[],rows:s}=e,a={data:r,names:t},i=new xe(a,()=>!0),l=new Map,c=p=>{let h=i.cells(p);for(let g of h)l.set(g.variable,g);return h},d="model"in s?tf(s,a,c):ef(s,a,c),m=e.words.stata(Qm(a,c));if("none"in m)throw new w(m.none);if(i.lasts.size>0)throw new w("event times are not written here in Stata");let f=new ne(n);for(let{cell:p,code:h,value:g,scale:b,after:v=[]}of ht(m.values))f.lines.push(...v),f.check(p,h,g,b),f.further.push({cell:p,value:g});for(let{what:p,why:h}of[...o,...m.missing??[]])f.leave(p,h);let{panel:u}=r;return{node:n,lines:[vt(r.name),...u===null?[]:[`xtset ${t.of(u.unit)} ${t.of(u.time)}`],...[...i.made].map(([p,h])=>`generate double ${p} = ${h}`),...[...l.values()].flatMap(({variable:p,made:h})=>h===void 0?[]:[`generate double ${p} = ${h}`]),...d===""?[]:[`keep if ${d}`],...m.lines,...f.lines,...f.missing.flatMap(p=>ce.lines(p))],cells:f.count,missing:f.missing,packages:m.packages??[],further:f.further}});xi=e=>e.length===0?[]:[`!missing(${[...new Set(e)].join(", ")})`]});var en,ur=y(()=>{"use strict";pe();bn();Mt();ja();qa();ii();Qt();ye();ui();wi();vi();en={name:"stata",title:"Stata",summary:"Stata 15 and later, with commands from SSC where Stata has none; not run when written",main:mr,needs:pr,estimates:{loader:Aa,names:()=>{let e=new bt;return t=>t==="_cons"?t:e.of(t)}},open(){let e=new Map,t=new ze,n=({name:r})=>{let o=e.get(r)??new bt;return e.set(r,o),o};return{model:(r,o)=>ri(r,o??Ft(r.spec),n(r.data),t),describe:r=>oi(r,n(r.data)),vif:r=>si(r,n(r.data)),worded:r=>bi(r,n(r.data)),missing:(r,o)=>ce.missing({node:r,what:oe,why:o}),scripts:hi,raw:(r,o,s)=>mi(r,o,s,n(s)),data:(r,o)=>Oa(r,n(r),o),nameOf:(r,o)=>n(r).of(o)}}}});var $i={};D($i,{languages:()=>nf});var nf,Si=y(()=>{"use strict";Bn();Yn();ur();nf=[Ht,en,Ut]});var ki={};D(ki,{checksumsOf:()=>rf});function rf(e){let t=new Set(e.texts),n=r=>r.map(o=>of(o,e.codedCells(o)));return{rows:e.nrows,numbers:n(e.columns.filter(r=>!t.has(r))),codes:n(e.texts),texts:e.texts.map(r=>{let o=e.codedCells(r).filter(s=>!Number.isNaN(s));return{column:r,values:o.length,distinct:new Set(o).size}})}}function of(e,t){let[n,r,o,s]=[0,0,0,0];for(let a of t)Number.isNaN(a)||(n+=1,r+=a,o+=a*a,s+=Math.abs(a));return{column:e,values:n,sum:r,squares:o,size:s}}var _i=y(()=>{"use strict"});function nn(e,t,n){let{ordered:r}=(0,tn.orderDerivations)((0,Ei.parseDerivations)({derive:e}).derivations,t??void 0),o=new Set(n),s=[];for(let a of[...r].reverse())if(o.delete(a.name)){s.unshift(a);for(let i of[...(0,Ri.columnsIn)(a.expression),...(0,tn.columnsOf)(a.expression,t??void 0)])o.add(i)}return{derivations:s,before:[...o]}}function rn(e,t){return e.map(({name:n,expression:r})=>{let o=sf(r,t);return t.set(n,o==="text"?"string":"number"),{is:"derive",column:n,expression:(0,Fi.printExpression)(r),gives:o}})}function sf(e,t){let{type:n}=(0,Mi.checkOverColumns)(e,{type:r=>{let o=t.get(r);return o==="string"?"text":o},names:[...t.keys()],of:"the file"});return n==="text"?"text":n==="boolean"?"condition":"number"}var Ri,Fi,Mi,tn,Ei,gr=y(()=>{"use strict";Ri=require("bundle#m80"),Fi=require("bundle#m83"),Mi=require("reading#m385"),tn=require("reading#m387"),Ei=require("kinds#m624")});function hr(e){let t=(0,Ni.parseExpression)(e);return t.ok?(0,Ci.columnsIn)(t.ast):[]}var Ci,Ni,Ti,yr=y(()=>{"use strict";Ci=require("bundle#m80"),Ni=require("bundle#m82");gr();Ti=(e,t)=>{let{columns:n,where:r}=e.params,o=[...t,...r===null?[]:hr(r)],{derivations:s,before:a}=nn(n,e.panel,o),i=e.data("data",a),l=new Map(i.types),c=rn(s,l);return{rules:[...i.rules,...c,...r===null?[]:[{is:"keep",condition:r}]],types:l}}});function ji(e,t,n){let{rename:r={},map:o={},types:s={},missing:a=[],encoding:i}=t,l=af.find(g=>t[g]!==void 0);if(l!==void 0)throw new w(`the file is read with \`${l}\``);if(t.sources!==void 0||t.format!=="csv")throw new w(`a file of the format ${t.format} is not read directly`);let{path:c,bytes:d}=e.file("file"),m=(0,Oi.readerFor)(c).read(d,t,()=>"open",lf);if(m.chunks===void 0||i!==void 0)throw new w("the file is not a text in UTF-8");let f=m.header.find(({name:g})=>e.hides(g)||e.hides(r[g]??g));if(f!==void 0)throw new w(`the file has the column ${f.name}, whose values may not be written`);let u=new Map(Object.entries(r).map(([g,b])=>[b,g])),p=(0,Li.missingCodes)(a),h=n.map(g=>{let b=u.get(g)??g,v=m.header.findIndex(C=>C.name===b);if(v<0)throw new w(`the column ${g} is not of the file`);if(Object.hasOwn(o,g))throw new w(`the values of ${g} are recoded`);let x=s[g]??(e.frame.has(g)?e.frame.type(g):void 0),S=mf(m,v).filter(C=>(0,wr.trimBlanks)(C)!==""&&!p.texts.has((0,wr.trimBlanks)(C))),E=S.every(C=>cf.test(C)),I=x===void 0?!E:x==="string"||x==="category";if(!I&&x!==void 0&&x!=="number")throw new w(`the column ${g} is read as ${x}`);if(!I&&!E)throw new w(`some cells of ${g} are no plain numbers`);if(I&&S.some(C=>!df.test(C)))throw new w(`some texts of ${g} begin or end with blanks, or break lines`);return{from:b,at:v+1,name:g,isText:I}});return{is:"read",file:{path:`raw/${F(c.replaceAll("/","_"))}`,content:d,delimiter:String.fromCharCode(m.chunks.separator)},columns:h,missing:{texts:[...p.texts],numbers:[...p.numbers]}}}function mf({cells:e},t){if(e.plain?.(t)!==void 0)return[];let n=e.coded?.(t);if(n!==void 0)return n.texts;let r=new Set;for(let o=0;o<e.nrows;o++)r.add(e.text(o,t));return[...r]}var wr,Li,Oi,af,lf,cf,df,Ai=y(()=>{"use strict";Z();N();wr=require("bundle#m373"),Li=require("reading#m377"),Oi=require("reading#m397"),af=["names","widths","skip","footer","header","decimal","sheet","source","not_missing"],lf=1<<20;cf=/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/,df=/^\S(?:[^\r\n]*\S)?$/});function ff(e,{on:t,columns:n,how:r,nearest:o,unmatched:s,from:a},i,l){if(o!==void 0)throw new w(`the merge with ${a} is of the nearest rows`);if(r==="1:m")throw new w(`the merge with ${a} repeats rows`);let c=`merge.${i}`,d=e.input(c),m=p=>n===void 0?d.has(p)&&!t.includes(p):n.includes(p),f=[...l].filter(m);for(let p of f)l.delete(p);for(let p of t)l.add(p);return{rule:{is:"merge",other:e.data(c,[...t,...f]),on:t,columns:f,drops:s==="drop"},taken:f}}var qi,Di=y(()=>{"use strict";N();gr();yr();Ai();qi=(e,t)=>{let n=e.params,{derive:r={},where:o,merge:s=[]}=n,{derivations:a,before:i}=nn(r,e.panel,t),l=new Set(i),c=[...s.keys()].reverse().map(p=>ff(e,s[p],p,l));for(let p of o===void 0?[]:hr(o))l.add(p);let d=ji(e,n,[...l]),m=new Map(d.columns.map(({name:p,isText:h})=>[p,h?"string":"number"])),f=o===void 0?[]:[{is:"keep",condition:o}],u=c.reverse().map(({rule:p,taken:h})=>{for(let g of h)m.set(g,p.other.types.get(g));return p});return{rules:[d,...f,...u,...rn(a,m)],types:m}}});var Vi={};D(Vi,{dataRulesOf:()=>uf});var Pi,pf,uf,Wi=y(()=>{"use strict";Pi=require("bundle#m110");yr();Di();pf={derive:Ti,ingest:qi},uf=e=>(0,Pi.ownValue)(pf,e)});var Ii,zi=y(()=>{"use strict";ke();Ce();Ii=(e,t)=>{let{method:n,missing:r,sample_of:o,...s}=e.params;if(o!==void 0)return t.missing(e.id,"the rows of a model are not taken over here yet");let a=n==="spearman",[i,l]=["correlation","pValue"].map(u=>e.result(u)),c=e.result("variables"),d=c.flatMap((u,p)=>c.slice(0,p).map((h,g)=>[p,g])),m=u=>d.flatMap(([p,h])=>{let[g,b]=u(p,h),v=`${c[p]}, ${c[h]}`;return[{cell:`${v}: correlation`,code:g,value:i[p][h],scale:1},{cell:`${v}: p`,code:b,value:l[p][h]}]}),f=u=>s.variables.map(p=>te(u,p));return t.worded({node:e.id,data:e.data,rows:ss(e,s,r==="listwise"?[]:void 0),words:{r:u=>{let p=f(u).map(b=>u.values(b)),h=a?', method = "spearman", exact = FALSE':"",g=(b,v)=>`cor.test(${p[b]}, ${p[v]}${h})`;return{lines:[],values:m((b,v)=>[`unname(${g(b,v)}$estimate)`,`${g(b,v)}$p.value`])}},python:u=>{let p=f(u).map(g=>u.values(g)),h=(g,b)=>`correlation(${p[g]}, ${p[b]}${a?", ranks=True":""})`;return{lines:[],values:m((g,b)=>[`${h(g,b)}.statistic`,`${h(g,b)}.pvalue`])}},stata:u=>{let p=f(u).join(" "),[h,g,b]=a?[`spearman ${p}, stats(rho p)${r==="pairwise"?" pw":""}`,"r(Rho)","r(P)"]:[`pwcorr ${p}, sig${r==="listwise"?" listwise":""}`,"r(C)","r(sig)"],v=(x,S,E)=>`el(${x}, ${S+1}, ${E+1})`;return{lines:[h],values:m((x,S)=>[v(g,x,S),v(b,x,S)])}}}})}});var Ui,Bi,Xi=y(()=>{"use strict";ke();Ui=["n","mean","sd","min","p25","median","p75","max"],Bi=(e,t)=>{let{by:n,weights:r,cluster:o}=e.params;return r!==void 0?t.missing(e.id,"weighted statistics are not written yet"):o!==void 0?t.missing(e.id,"differences with clustered errors are not written yet"):t.describe(n===void 0?Et(e,Ui):rs(e,n,Ui))}});function hf(e){let t=xn(e),n=br.get(t.text);return n===void 0&&(n={columns:(0,et.variablesRead)(t.spec),panel:(0,et.readsPanel)(e)||e.vcov.is==="nw"},br.size<gf&&br.set(t.text,n)),n}function $e(e,t){let n=hf(e),r=e.sample===null?n.columns:n.columns.concat((0,et.variablesOfCondition)(e.sample));return t!==null&&n.panel?r.concat(t.unit,t.time):r}var et,br,gf,$t=y(()=>{"use strict";et=require("kinds#m275");Mt();br=new Map,gf=1e4});function yf(e,t,n,r,o){let[s,a]=[t.values(r.unit),t.values(r.time)],i=t.texts(n);return{functions:Zi.panelTests,lines:[`pooled <- regressed(d[${i}])`,`fixed <- regressed(demeaned(d, ${i}, ${t.text(r.unit)})[${i}])`],values:Ji(e,Yi({fFe:`f_of_effects(pooled, fixed, ${s})`,bpLm:`breusch_pagan(residuals(pooled), ${s})`,hausmanChi2:`hausman(d[${i}], ${s}${Qi(e)})`,groupwiseWald:`modified_wald(residuals(fixed), ${s})`,wooldridgeF:`wooldridge(d[${i}], ${s}, ${a})`,pesaranCd:`pesaran_cd(residuals(fixed), ${s}, ${a})`}),o)}}function wf(e,t,n,r,o){let[s,a]=[t.values(r.unit),t.values(r.time)],i=t.texts(n);return{functions:Ki.panelTests,lines:[`pooled = unexplained(d[${i}])`,`fixed = unexplained(demeaned(d, ${i}, [${t.text(r.unit)}])[${i}])`],values:Ji(e,Yi({fFe:`f_of_effects(pooled, fixed, ${s}, d[${i}])`,bpLm:`breusch_pagan(pooled, ${s})`,hausmanChi2:`hausman(d[${i}], ${s}${Qi(e).replace(" = ","=")})`,groupwiseWald:`modified_wald(fixed, ${s})`,wooldridgeF:`wooldridge(d[${i}], ${s}, ${a})`,pesaranCd:`pesaran_cd(fixed, ${s}, ${a})`}),o)}}function bf(e,t,n){let{tests:r,sigma:o}=e,s=(...m)=>m.some(f=>r.includes(f)),a=`hausman fixed random${o==="own"?"":`, sigma${o}`}`,i=s("effects","hausman","modified-wald","pesaran-cd"),l=[`xtreg ${t.join(" ")}, fe`,...s("hausman")?["estimates store fixed"]:[]],c=[`xtreg ${t.join(" ")}, re`,...s("hausman")?["estimates store random"]:[]],d=[["effects",[],"fFe","e(F_f)"],["modified-wald",["xttest3"],"groupwiseWald","r(wald)"],["pesaran-cd",["xtcsd, pesaran"],"pesaranCd","r(pesaran)"],["breusch-pagan",[...c,"xttest0"],"bpLm","r(lm)"],["hausman",[...s("breusch-pagan")?[]:c,a],"hausmanChi2","r(chi2)"],["wooldridge",[`xtserial ${t.join(" ")}`],"wooldridgeF","r(F)"]];return{packages:[...s("modified-wald")?["xttest3"]:[],...s("pesaran-cd")?["xtcsd"]:[],...s("wooldridge")?["xtserial"]:[]],lines:i?l:[],values:d.filter(([m])=>r.includes(m)).map(([,m,f,u])=>({cell:f,code:u,value:n[f],after:m}))}}var Hi,Ki,Zi,Gi,Ji,Yi,Qi,el=y(()=>{"use strict";Hi=require("kinds#m275");$t();Ce();Ki=require("kinds#m500"),Zi=require("kinds#m501"),Gi=(e,t)=>{let n=e.params,{model:r,unitRoot:o}=n,{panel:s}=e.data;if(s===null)return t.missing(e.id,"the data have no panel");if(n.tests.length===0)return t.missing(e.id,"unit-root tests are not written yet");e.reads([...$e(r,s),s.unit,s.time]);let a=e.result("stats"),[i]=[r.outcome],l=c=>r.terms.flatMap(d=>{let m=(0,Hi.termOf)(d).some(p=>p.is==="levels"),f=c.cells(d),u=f.filter(({term:p})=>Object.hasOwn(a,`difference.${p}`));return(m?u.length>0?u:f.slice(1):f).map(({column:p})=>p)});return t.worded({node:e.id,data:e.data,rows:{model:r,rowsLost:[]},...o===void 0?{}:{missing:[{what:"unit roots",why:"unit-root tests are not written yet"}]},words:{r:c=>yf(n,c,[te(c,i),...l(c)],s,a),python:c=>wf(n,c,[te(c,i),...l(c)],s,a),stata:c=>bf(n,[te(c,i),...l(c)],a)}})},Ji=({tests:e},t,n)=>e.map(r=>{let[o,s]=t[r];return{cell:o,code:s,value:n[o]}}),Yi=e=>({effects:["fFe",e.fFe],"breusch-pagan":["bpLm",e.bpLm],hausman:["hausmanChi2",e.hausmanChi2],"modified-wald":["groupwiseWald",e.groupwiseWald],wooldridge:["wooldridgeF",e.wooldridgeF],"pesaran-cd":["pesaranCd",e.pesaranCd]});Qi=({sigma:e})=>e==="own"?"":`, sigma = "${e}"`});function xf({weights:e,anticipation:t,balanceEvents:n,bands:r,cluster:o}){return e!==void 0?"weights are not written for the commands":t>0||n!==null||r>0?"anticipation, balanced events and simultaneous bands are not written":o!==null&&(0,tl.columnsOfLevels)(o).length>1?"clusters of several columns are not written":void 0}var tl,xr,nl,on,rl,ol=y(()=>{"use strict";tl=require("kinds#m275"),xr=require("kinds#m510"),nl=require("kinds#m511"),on=require("kinds#m517"),rl=(e,t)=>{let n=e.params,{panel:r}=e.data;if(r===null)return t.missing(e.id,"the data have no panel");e.reads([...(0,on.didReads)(n),r.unit,r.time]);let o=xf(n),s=a=>i=>o===void 0?a(i):{none:o};return t.worded({node:e.id,data:e.data,rows:{terms:[...(0,on.leavesOf)(n),...n.covariates],sample:n.sample,exclude:n.exclude},words:{r:s(a=>(0,xr.didInFrame)("r",e,n,a)),python:s(a=>(0,xr.didInFrame)("python",e,n,a)),stata:s(a=>(0,nl.didInStata)(e,n,a))}})}});function kf(e){return{lines:e.flatMap(({lines:t})=>t),cells:e.reduce((t,n)=>t+n.cells,0),missing:e.flatMap(({missing:t})=>t),packages:[...new Set(e.flatMap(({packages:t})=>t))],further:e.flatMap(({further:t=[]})=>t)}}function _f(e,t,n){let{model:r,group:o}=e.params,s=Rf(r,e);if(s!==void 0)return n.missing(e.id,s);let[a,i]=e.result("between"),l=e.result(t),c=Mf(r,o,[a,i],t,e);e.reads([...$e(c,e.data.panel),o]);let d={node:e.id,data:e.data,spec:c,fit:Ef(e,l,{spec:c,group:o,first:a,way:t}),part:Cf(l,t,{group:o,first:a,spec:c})};return n.model(d,t==="chow"?$f:vf)}function Rf(e,t){if(e.weights!==void 0)return"differences with weights are not written";if(e.winsorize?.stage==="terms")return"winsorising of whole terms is not written";let n=Ff(t);return e.terms.every(o=>(0,St.termOf)(o).filter(a=>a.is==="levels"||a.is==="event").length>0||n.includes((0,al.termName)((0,St.termOf)(o))))?void 0:"a term that one group alone has is not written"}function Mf(e,t,n,r,{data:o}){let s=(0,vr.printFactor)({is:"column",name:t}),a=`i(${s})`,i=o.type(t)==="number",l=`${s} in [${n.map(u=>i?u:JSON.stringify(u)).join(", ")}]`,{common:c,winsorize:d,vcov:m}=e,f=(e.singletons??(0,St.singletonConvention)(e))==="drop";return{...e,terms:[...e.terms,...e.absorb.length===0?[a]:[],...e.terms.map(u=>`${a}:${u}`)],absorb:e.absorb.map(u=>`${u}^${s}`),common:{...c??{terms:[],levels:[],excludes:[]},samples:[...c?.samples??[],l]},winsorize:d===null?null:{...d,by:[...d.by,t]},singletons:f?"drop":"keep",small:e.absorb.length===0||e.small==="asymptotic"?e.small:"reghdfe",vcov:r==="suest"&&m.is==="iid"?{is:"hc",type:"HC1"}:m}}function Ef(e,t,{spec:n,group:r,first:o,way:s}){let a=ll(r,o),i=e.result("groups"),l={invalid:"not compared"},c=(p,h,g)=>({term:p,estimate:h,stdError:g,statistic:l,pValue:l,confLow:l,confHigh:l}),d=({term:p})=>p!=="_cons",m=t.terms.filter(d),f=t.terms.find(p=>!d(p)),{vcov:u}=n;return{terms:[...m.map(({term:p})=>c(p,0,l)),...n.absorb.length===0?[c(a,f?.difference??0,f?.stdError??l)]:[],...m.map(({term:p,difference:h,stdError:g})=>c(`${a}:${p}`,h,g)),c("_cons",0,l)],vcovInfo:{type:u.is==="cluster"?"CRV1":u.is==="hc"?s==="suest"?"HC1":u.type:"iid"},nobs:i.reduce((p,{nobs:h})=>p+h,0),nclusters:null,dfResid:"df"in t?t.df:null,stats:{},warnings:[],rowsLost:[]}}function Cf({terms:e,joint:t},n,{group:r,first:o,spec:s}){let a=ll(r,o),i=e.map(({term:d})=>d==="_cons"?a:`${a}:${d}`),l=s.absorb.length===0&&s.constant?[...new Set([a,...i])]:i,c="f"in t?t.f:t.chi2;return typeof c!="number"?{name:n,terms:i}:{name:n,terms:i,joint:{terms:l,value:"f"in t?c:c/t.df}}}var sl,vr,al,St,vf,$f,il,Sf,Ff,ll,cl=y(()=>{"use strict";sl=require("bundle#m140"),vr=require("planning#m208");ct();al=require("planning#m263"),St=require("kinds#m275");pe();$t();vf={r:(e,t)=>({...G.r(e,t),errors:"likelihood"}),python:(e,t)=>({...G.python(e,t),errors:"likelihood"}),stata:()=>({none:"`suest` takes no effects and has errors of its own commands: the regression with all interacted is compared"})},$f={r:(e,t)=>({...G.r(e,t),statistics:{}}),python:(e,t)=>({...G.python(e,t),statistics:{}}),stata:(e,t)=>({...G.stata(e,t),statistics:{}})},il=(e,t)=>{let{by:n}=e.params,r=n.flatMap(d=>d==="permutation"?[]:[Sf(d,_f(e,d,t))]),o=n.includes("permutation")?[{node:e.id,what:"permutation",why:"its draws are papermake\u2019s own"}]:[],{lines:s,cells:a,missing:i,packages:l,further:c}=kf(r);return a===0&&i.length===0?t.missing(e.id,"permutations are draws of papermake\u2019s own"):{node:e.id,lines:s,cells:a,missing:[...i,...o],packages:l,further:c}},Sf=(e,t)=>({...t,missing:t.missing.map(n=>n.what===oe?{...n,what:e}:n)});Ff=e=>{let{by:t}=e.params,n=t.find(r=>r!=="permutation");return e.result(n).terms.map(({term:r})=>r)};ll=(e,t)=>(0,sl.levelTerm)(`i(${(0,vr.printFactor)({is:"column",name:e})})`,t)});var $r,dl,ml,fl,pl,ul,gl=y(()=>{"use strict";$r=require("kinds#m538"),dl=require("kinds#m539"),ml=require("kinds#m540"),fl=require("kinds#m541"),pl=require("kinds#m550"),ul=(e,t)=>{let n=e.params;e.reads((0,pl.experimentReads)(n));let{probability:r,weights:o,takeUp:s}=n,a=[r,o,s].filter(l=>l!==null),i=l=>l;return t.worded({node:e.id,data:e.data,rows:{terms:[...new Set([...n.outcomes,...n.covariates,...n.balance,...a])],sample:n.sample,exclude:n.exclude},words:{r:i(l=>(0,$r.experimentInFrame)(ml.inR,n,e,l)),python:i(l=>(0,$r.experimentInFrame)(dl.inPython,n,e,l)),stata:i(l=>(0,fl.experimentInStata)(n,e,l))}})}});var Sr,hl,yl,wl,bl=y(()=>{"use strict";Sr=require("kinds#m662"),hl=require("kinds#m663"),yl=require("kinds#m666"),wl=(e,t)=>{let n=e.params;if(n.by!==void 0)return t.missing(e.id,"matching within levels is not written");if(n.outcomes.length===0&&n.method==="entropy")return t.missing(e.id,"entropy weights without an outcome are compared with nothing");e.reads((0,yl.matchReads)(n));let{sample:r,at:o}=n;return t.worded({node:e.id,data:e.data,rows:{terms:[...n.on,...n.outcomes],sample:o===null?r:r===null?o:`(${r}) and (${o})`,exclude:n.exclude,complete:[n.treatment]},words:{r:s=>(0,Sr.matchInFrame)("r",e,n,s),python:s=>(0,Sr.matchInFrame)("python",e,n,s),stata:s=>(0,hl.matchInStata)(e,n,s)}})}});var tt,kr=y(()=>{"use strict";$t();tt=(e,t)=>{let n=e.params;return e.reads($e(n,e.data.panel)),t.model({node:e.id,data:e.data,spec:n,fit:e.whole()})}});var xl=y(()=>{"use strict";kr()});function Nf(e){switch(e.method){case"polynomials":return[...(0,Rr.leavesOf)(e),...e.covariates];case"checks":return[...new Set([...(0,Rr.leavesOf)(e),...e.covariates,...e.balance])];case"randomisation":return[e.outcome,e.running];case"density":case"mccrary":return[e.running]}}function Tf(e){let t="scripts take what papermake chose";return e.method==="density"&&e.h===null?[{what:"bandwidths",why:t}]:e.method==="randomisation"&&e.search!==null?[{what:"the window",why:t}]:e.method==="checks"&&e.donut>0&&e.cutoffs.length>0?[{what:"placebo cut-offs",why:"those beside a donut are not written in R and Python"}]:[]}var _r,vl,Rr,$l,Sl,kl=y(()=>{"use strict";_r=require("kinds#m727"),vl=require("kinds#m728"),Rr=require("kinds#m740"),$l=require("kinds#m744"),Sl=(e,t)=>{let n=e.params;return e.reads((0,$l.readsOf)(n)),t.worded({node:e.id,data:e.data,rows:{terms:Nf(n),sample:n.sample,exclude:n.exclude},missing:Tf(n),words:{r:r=>(0,_r.rdInFrame)("r",e,n,r),python:r=>(0,_r.rdInFrame)("python",e,n,r),stata:r=>(0,vl.rdInStata)(e,n,r)}})}});var _l=y(()=>{"use strict";kr()});var Rl,Fr,Fl,nt,Ml,El=y(()=>{"use strict";Rl=require("kinds#m275"),Fr=require("kinds#m757"),Fl=require("kinds#m758"),nt=require("kinds#m760"),Ml=(e,t)=>{let n=e.params;e.reads((0,nt.rotembergReads)(n));let{sample:r,exclude:o,controls:s}=n;return t.worded({node:e.id,data:e.data,rows:{terms:[...new Set([...(0,nt.leavesOf)(n),...s])],sample:r,exclude:o,complete:[...new Set((0,nt.levelsOf)(n).flatMap(Rl.columnsOfLevels))]},words:{r:a=>(0,Fr.rotembergInFrame)("r",e,n,a),python:a=>(0,Fr.rotembergInFrame)("python",e,n,a),stata:a=>(0,Fl.rotembergInStata)(e,n,a)}})}});function Lf({grid:e,vcov:t,refinement:n}){if(typeof e!="number"||e<2)return"a search over all values is not written";if(n!==void 0)return"the refinement of Hansen\u2019s text is not written";if(t.is==="cluster"?t.by.length>1||t.by[0].includes("^"):t.is!=="iid")return"errors of regimes are iid or of one cluster in scripts"}function Cl(e,{convention:t,grid:n}){let{warnings:r}=e.result("fit");return r.some(({code:o})=>o==="unbalanced-panel")?"xthreg takes balanced panels alone":t==="xthreg"&&typeof n=="number"?void 0:"xthreg has conventions of its own"}function Er({model:e,slope:t,on:n},{fit:r},o){let s=new Set(r.terms.map(({term:a})=>a));return{outcome:te(o,e.outcome),slopes:t.map(a=>te(o,a)),controls:e.terms.flatMap(a=>o.cells(a).flatMap(({term:i,column:l})=>s.has(i)?[l]:[])),on:te(o,n)}}function Cr({thresholds:e,fit:t,dfTest:n},r,o){return[...e.flatMap(({order:a,gamma:i,refined:l})=>[{name:Of[a-1],gamma:i},...l===void 0?[]:[{name:"Th-21",gamma:l.gamma}]]).map(({name:a,gamma:i})=>({cell:a,code:r.gamma(a),value:i})),...e.map(({order:a,f:i})=>({cell:`F of threshold ${a}`,code:`(${r.rss(a-1)} - ${r.rss(a)}) / ${r.rss(a)} * ${n}`,value:i})),...t.terms.flatMap(({term:a,estimate:i,stdError:l})=>[{cell:`${a}: coefficient`,code:r.estimate(o(a)),value:i,scale:Math.max(Math.abs(i),typeof l=="number"?l:0)},{cell:`${a}: standard error`,code:r.error(o(a)),value:l}])]}function Nr(e,t,n,r){let[,o,s]=/^(.*)#(\d+)$/.exec(e)??[];if(o===void 0)return e==="_cons"?e:r.made(e);let a=t.slope.findIndex(i=>r.cells(i)[0].term===o);return`${n.slopes[a]}#${s}`}function jf(e,t,n){let r=Mr(e),o=Er(t,r,n),{max:s,grid:a,trim:i,use:l,vcov:c,model:d}=t,m=n.text((0,je.columnsOfLevels)(d.absorb[0])[0]),f=g=>g.length===0?"character()":n.texts(g),u=`d, ${n.text(o.outcome)}, ${f(o.slopes)}, ${f(o.controls)}, ${n.text(o.on)}`,p=c.is==="cluster"?`, ${n.text((0,je.columnsOfLevels)(c.by[0])[0])}`:"",h=`c(${jl(l).map(g=>`found[[${n.text(g)}]]`).join(", ")})`;return{functions:Tl.thresholdSearch,lines:[`found <- thresholds(${u}, ${m}, max = ${s}, grid = ${a}, trim = c(${i.join(", ")}))`,`cuts <- ${h}`,`d <- by_regime(d, ${f(o.slopes)}, ${n.text(o.on)}, cuts)`,`m <- fixed_effects(d, ${n.text(o.outcome)}, c(regimes(${f(o.slopes)}, cuts), ${f(o.controls)}), ${m}${p})`,"print(coeftest(m, vcov. = vcov(m), df = Inf))"],values:Cr(r,{gamma:g=>`found[[${n.text(g)}]]`,rss:g=>`found$rss[${g+1}]`,estimate:g=>`coef(m)[[${n.text(g)}]]`,error:g=>`sqrt(vcov(m)[${n.text(g)}, ${n.text(g)}])`},g=>Nr(g,t,o,n))}}function Af(e,t,n){let r=Mr(e),o=Er(t,r,n),{max:s,grid:a,trim:i,use:l,vcov:c,model:d}=t,m=n.text((0,je.columnsOfLevels)(d.absorb[0])[0]),f=g=>n.texts(g),u=`d, ${n.text(o.outcome)}, ${f(o.slopes)}, ${f(o.controls)}, ${n.text(o.on)}`,p=c.is==="cluster"?`, ${n.text((0,je.columnsOfLevels)(c.by[0])[0])}`:"",h=`[${jl(l).map(g=>`found[${n.text(g)}]`).join(", ")}]`;return{functions:Nl.thresholdSearch,lines:[`found = thresholds(${u}, ${m}, most=${s}, grid=${a}, trim=[${i.join(", ")}])`,`cuts = ${h}`,`d = by_regime(d, ${f(o.slopes)}, ${n.text(o.on)}, cuts)`,`b, V = fixed_effects(d, ${n.text(o.outcome)}, [*regimes(${f(o.slopes)}, cuts), *${f(o.controls)}], ${m}${p})`,"errors = pd.Series(np.sqrt(np.diag(V)), index=b.index)",'print(pd.DataFrame({"estimate": b, "std. error": errors}))'],values:Cr(r,{gamma:g=>`found[${n.text(g)}]`,rss:g=>`found["rss"][${g}]`,estimate:g=>`b[${n.text(g)}]`,error:g=>`errors[${n.text(g)}]`},g=>Nr(g,t,o,n))}}function qf(e,t,n){let r=Mr(e),o=Er(t,r,n),{grid:s,trim:a,use:i,vcov:l,max:c}=t,d=r.thresholds.map(({bootstrap:b})=>b),m=[`rx(${o.slopes.join(" ")})`,`qx(${o.on})`,`thnum(${c})`,`grid(${s})`,`trim(${a.join(" ")})`,...d.some(b=>b>0)?[`bs(${d.join(" ")})`]:[],...l.is==="cluster"?[`vce(cluster ${l.by.map(b=>n.name((0,je.columnsOfLevels)(b)[0])).join(" ")})`]:[],...l.is==="hc"?["vce(robust)"]:[]],f=`xthreg ${[o.outcome,...o.controls].join(" ")}, ${m.join(" ")}`,u={"Th-1":1,"Th-21":2,"Th-22":3,"Th-3":4},p=b=>{let[,v,x]=/^(.*)#(\d+)$/.exec(Nr(b,t,o,n))??[];return v===void 0?b:`${Number(x)-1}._cat#c.${v}`},h=b=>b.includes("_cat")||b==="_cons"?b:n.made(b),g=Cr(r,{gamma:b=>`el(e(Thrss), ${u[b]}, 1)`,rss:()=>"",estimate:b=>`_b[${h(b)}]`,error:b=>`_se[${h(b)}]`},p);return{packages:["xthreg"],lines:[f],values:g.flatMap(b=>{let[,v]=/^F of threshold (\d)$/.exec(b.cell)??[];return v!==void 0?[{...b,code:`el(e(Fstat), ${v}, 3)`}]:i===c||!/: (?:coefficient|standard error)$/.test(b.cell)?[b]:[]})}}var je,Nl,Tl,Ll,Ol,Mr,Of,jl,Al=y(()=>{"use strict";je=require("kinds#m275");$t();Ce();Nl=require("kinds#m801"),Tl=require("kinds#m802"),Ll=require("kinds#m808"),Ol=(e,t)=>{let n=e.params,r=(0,Ll.rowsSpec)(n);e.reads([...$e(r,e.data.panel),...n.vcov.is==="cluster"?n.vcov.by.flatMap(je.columnsOfLevels):[]]);let o=Lf(n),s={none:o??""};return t.worded({node:e.id,data:e.data,rows:{model:r,rowsLost:[]},missing:[{what:"p values of thresholds",why:"bootstraps are draws of papermake\u2019s own"},{what:"intervals of thresholds",why:"they are not written yet"}],words:{r:a=>o===void 0?jf(e,n,a):s,python:a=>o===void 0?Af(e,n,a):s,stata:a=>Cl(e,n)===void 0?qf(e,n,a):{none:Cl(e,n)}}})};Mr=e=>({thresholds:e.result("thresholds"),fit:e.result("fit"),dfTest:e.result("dfTest")});Of=["Th-1","Th-22","Th-3"],jl=e=>e===1?["Th-1"]:["Th-21","Th-22","Th-3"].slice(0,e)});var ql,Dl=y(()=>{"use strict";ke();ql=(e,t)=>t.vif(Et(e,["vif"]))});var Vl={};D(Vl,{exportOf:()=>Tr});var Pl,Df,Tr,Lr=y(()=>{"use strict";Pl=require("bundle#m110");zi();Xi();el();ol();cl();gl();bl();xl();kl();_l();El();Al();Dl();Df={correlate:Ii,describe:Bi,diagnose:Gi,did:rl,difference:il,experiment:ul,match:wl,models:tt,rd:Sl,robustness:tt,rotemberg:Ml,threshold:Ol,vif:ql},Tr=e=>(0,Pl.ownValue)(Df,e)});function Wl(e,t,n,{before:r,within:o}){let s=Pf(e,n),a=[...s.keys()].at(-1);return new Map([...t].map(([i,l])=>{let c=s.get(i);if(c?.ended===!0)return[l,{is:"answered",answers:Vf(l,c)}];let{title:d}=n.program;if(c===void 0)return[l,{is:"not run",why:r}];if(o!==void 0&&i===a)return[l,{is:"not run",why:o}];let m=c.lacking===void 0?`${d} stopped in the script of this result`:`${d} has no package \`${c.lacking}\``;return[l,{is:"not run",why:m}]}))}function Pf(e,{number:t}){let n=new Map,r;for(let o of e.split(`
`)){let[s,a="",i="",l=""]=o.replace(/\r$/,"").split("	");if(s==="at"&&(r={answers:new Map,lacking:void 0,ended:!1},n.set(a,r)),r===void 0)continue;let c=Il(a);if(s==="package"&&(r.lacking=a),s==="end"&&(r.ended=!0),s==="value"){let m={got:t(i),scale:t(l)??0,others:[]};r.answers.set(c,[...r.answers.get(c)??[],m])}let d=t(i);s==="other"&&d!==null&&r.answers.get(c)?.at(-1)?.others.push({convention:l,got:d})}return n}function Vf({node:e,values:t},{answers:n}){let r=new Map([...n].map(([s,a])=>[s,[...a]])),o=new Map;for(let s of t){let a=r.get(Il(`${e}: ${s.cell}`))?.shift();a!==void 0&&o.set(s,a)}return o}var Il,zl=y(()=>{"use strict";Il=e=>e.replace(/[`'"\\$\s]+/g,"")});var me,kt=y(()=>{"use strict";me="witness.tsv"});function Ul(e){return{name:e,recompute:(t,{others:n})=>n.filter(r=>r.convention===e).map(({got:r})=>r)}}function Xl({terms:e,absorbed:t}){let n=e.length,r=t.map(i=>i.levels),o=r.reduce((i,l)=>i+l,0),s=[0,1,n-1,n,n+1],a=r.length===0?[]:[o,o-r.length,o-r.length+1];return[...new Set([...s,...a.flatMap(i=>[n-1+i,n+i])])].filter(i=>i>=0)}function Wf(e,{got:t},{fit:n}){if(e.is!=="standard error"||n===void 0||t===null)return[];let r=Xl(n).flatMap(o=>n.nobs>o?[n.nobs-o]:[]);return r.flatMap(o=>r.map(s=>t*Math.sqrt(o/s)))}function If(e,{got:t},{fit:n}){if(e.is!=="standard error"||n===void 0||t===null)return[];let r=n.nobs,o=[...new Set(n.vcovInfo.clusters.map(({count:l})=>l))].filter(l=>l>1),s=[1,r/(r-1),...o.map(l=>l/(l-1))],a=Xl(n).flatMap(l=>r>l?[(r-1)/(r-l),r/(r-l)]:[]),i=[...new Set(s.flatMap(l=>[l,...a.map(c=>l*c)]))];return i.flatMap(l=>i.map(c=>t*Math.sqrt(c/l)))}function Uf(e,{got:t},{cells:n}){let r=e.term==="_cons"&&e.is==="coefficient",o=Or(e);return[...r?new Set(n.flatMap(([a])=>Or(a)??[])):o===void 0?[]:[o]].flatMap(a=>{let i=Bf(a,n);return i===void 0?[]:[(t??0)+(r?-i:i)]})}function Bf(e,t){let n=t.flatMap(([s,a])=>{let i=s.term==="_cons"&&s.is==="coefficient";return a===void 0||!(i||Or(s)===e)?[]:[{by:(s.ours-(a.got??0))*(i?-1:1),scale:a.scale}]}),[r]=n;return r===void 0||n.length<zf?void 0:n.every(({by:s,scale:a})=>Math.abs(s-r.by)<=1e-8*Math.max(a,Math.abs(r.by)))?r.by:void 0}var Bl,zf,Or,Hl=y(()=>{"use strict";Bl=[{name:"degrees of freedom",recompute:Wf},{name:"finite-sample factor",recompute:If},{name:"base level",recompute:Uf},Ul("observed or expected information"),Ul("starting values")];zf=3;Or=({is:e,term:t=""})=>e==="coefficient"&&t.includes("::")?t.slice(0,t.indexOf("::")):void 0});var Zl={};D(Zl,{certified:()=>Ar,digitsOf:()=>Kl,keptRecords:()=>qr,recordsOf:()=>sn});function Kl(e,t,n){let r=Math.abs(e-t);return r===0?jr:Math.max(0,Math.min(jr,-Math.log10(r/Math.max(n,Number.MIN_VALUE))))}function sn(e,t,n,r){let{node:o,block:s,values:a,fit:i}=t,l=s.missing.find(({what:f})=>f===oe),c={by:e,node:o,theirs:null,digits:null,convention:null};if(a.length===0)return[{...c,cell:oe,ours:null,verdict:"no counterpart",why:l?.why??""}];let d=n.is==="answered"?n.answers:new Map,m={fit:i,cells:a.map(f=>[f,d.get(f)])};return a.map(f=>{let{cell:u,ours:p,term:h}=f,g=l?.why??s.missing.find(({what:v})=>v===h||v===u)?.why;if(g!==void 0)return{...c,cell:u,ours:p,verdict:"no counterpart",why:g};if(n.is==="not run")return{...c,cell:u,ours:p,verdict:"not run",why:n.why};let b=d.get(f);return b===void 0?{...c,cell:u,ours:p,verdict:"no counterpart",why:"the script compares no such value"}:{by:e,node:o,cell:u,ours:p,theirs:b.got,...Xf(f,b,m,r)}})}function Xf(e,t,n,r){let{got:o,scale:s}=t,a=o===null?null:Kl(e.ours,o,s),i=d=>Math.abs(d-e.ours)<=s/Hf[r];if(o!==null&&i(o))return{digits:a,verdict:"same",convention:null,why:""};let l=Bl.find(d=>d.recompute(e,t,n).some(i));return l!==void 0?{digits:a,verdict:"explained",convention:l.name,why:""}:{digits:a,verdict:"unexplained",convention:null,why:o===null?"the engine has no value of it":""}}function qr(e,t,n,r){let{node:o,values:s}=t,a=n?.of===t.of,i=n===void 0||a?`${r} is not here`:`${r} is not here, and what it found before was of other values`,l=sn(e,t,{is:"not run",why:i},0);if(!a)return l;let c=new Map(n.cells.map(d=>[d.cell,d]));return l.map(d=>{let m=c.get(d.cell);if(m===void 0||s.length>0&&d.verdict==="no counterpart")return d;let{verdict:f,digits:u,convention:p,why:h}=m;return{...d,node:o,verdict:f,digits:u,convention:p,why:h}})}var jr,Hf,Ar,an=y(()=>{"use strict";pe();Hl();jr=15;Hf=Array.from({length:jr+1},(e,t)=>+`1e${t}`),Ar=(e,t)=>e.map(({cell:n,verdict:r,digits:o,convention:s,why:a})=>({cell:n,verdict:r,digits:r==="same"||r==="explained"?t:o===null?null:Math.floor(o),convention:s,why:a}))});var Ql={};D(Ql,{confirm:()=>Dr});async function Dr(e,t,n,r){let{name:o,floor:s}=e,a=n.filter(({block:d})=>d.cells>0),{answers:i,log:l}=a.length===0?{answers:void 0,log:""}:await Kf(e,t,a,r),c={is:"not run",why:"no script was written"};return{records:n.map(d=>sn(o,d,i?.get(d)??c,s)),log:l}}async function Kf(e,t,n,r){let{files:o,scripts:s}=Zf(t,n),a=e.drive(o,[...s.keys()]),i=new Jl.CommandFolder;try{for(let{path:h,content:g}of a.files)i.add(h,typeof g=="string"?new TextEncoder().encode(g):g);let{program:l,timeout:c,signal:d}=r,m=await(0,Yl.runProgram)({run:[l,...a.args],bare:!0,cwd:i.path,pipe:i.beside("pipe"),env:(0,Gl.bridgeEnvironment)(i.temporaries,{}),timeout:c,signal:d}),f=[{place:null,text:i.named(m.log)},...(0,ln.batchLogs)(i,i.written())],u=i.read(me),p=typeof u=="string"?"":new TextDecoder().decode(u);return{answers:Wl(p,s,e,Gf(e,m.ending,c)),log:(0,ln.joined)(f)}}finally{i.remove()}}function Zf(e,t){let n=t.map(({node:a,block:i,data:l})=>({name:a,data:l===void 0?[]:[l],blocks:[i]})),r=e.scripts(void 0,n),o=r.slice(r.length-n.length),s=new Set(t.flatMap(a=>a.data??[]));return{files:[...r,...[...s].map(a=>e.data(a,()=>{}))],scripts:new Map(o.map(({path:a},i)=>[a,t[i]]))}}function Gf({program:{title:e}},t,n){if(t.is!=="timeout")return{before:`${e} ended before it came to this result`};let r=`${e} ran longer than its \`timeout\` of ${n} s`;return{before:r,within:r}}var Gl,ln,Jl,Yl,Pr=y(()=>{"use strict";Gl=require("planning#m587"),ln=require("planning#m597"),Jl=require("planning#m600"),Yl=require("planning#m603");zl();kt();an()});var tc,ec,Jf,nc,Yf,Qf,rc=y(()=>{"use strict";Bn();kt();tc=require("planning#m650"),ec="witness.py",Jf="functions.py",nc={...(0,tc.engineProgram)("python"),scripts:Ut,floor:8,drive:(e,t)=>({files:[...e.map(n=>n.path===Jf?{...n,content:`${String(n.content)}${Yf}`}:n),{path:ec,content:Qf(t)}],args:[ec]}),number:e=>e==="nan"?null:Number(e)},Yf=`

# ---- For papermake's witness: values are written down instead of being compared. ----

witness = open("${me}", "a", encoding="utf-8", newline="\\n")


def tell(*words):
    line = "\\t".join(" ".join(str(word).split()) for word in words)
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=witness, flush=True)


def as_told(x):
    return repr(float(x)) if np.isfinite(x) else "nan"


def check(cell, got, expected, scale=None):
    tell("value", cell, as_told(got), as_told(abs(expected) if scale is None else scale))


def finish(script):
    pass


# Scripts that share data read them once.
read_afresh, known_data = read_data, {}


def read_data(file, text=()):
    key = (file, *text)
    if key not in known_data:
        known_data[key] = read_afresh(file, text)
    return known_data[key]
`,Qf=e=>`import sys
import traceback

answers = open("${me}", "a", encoding="utf-8", newline="\\n")
for script in [${e.map(t=>JSON.stringify(t)).join(", ")}]:
    print("at", script, sep="\\t", file=answers, flush=True)
    try:
        with open(script, encoding="utf-8") as file:
            exec(compile(file.read(), script, "exec"), {"__name__": "__main__"})
        print("end", file=answers, flush=True)
    except ModuleNotFoundError as error:
        print("package", error.name.split(".")[0], sep="\\t", file=answers, flush=True)
    except Exception:
        traceback.print_exc()
`});var sc,oc,ep,ac,tp,np,ic=y(()=>{"use strict";Yn();kt();sc=require("planning#m650"),oc="witness.R",ep="functions.R",ac={...(0,sc.engineProgram)("r"),scripts:Ht,floor:8,drive:(e,t)=>({files:[...e.map(n=>n.path===ep?{...n,content:`${String(n.content)}${tp}`}:n),{path:oc,content:np(t)}],args:["--vanilla",oc]}),number:e=>e==="NA"?null:Number(e)},tp=`
# ---- For papermake's witness: values are written down instead of being compared. ----

check <- function(cell, got, expected, scale = abs(expected)) .witness$value(cell, got, scale)
finish <- function(script) invisible()

# Scripts that share data read them once.
.witness$read_data <- read_data
read_data <- function(file, text = character()) {
  key <- paste(c(file, text), collapse = "\\r")
  if (is.null(.witness$data[[key]])) .witness$data[[key]] <- .witness$read_data(file, text)
  .witness$data[[key]]
}

.witness$check_coefficients <- check_coefficients
check_coefficients <- function(node, b, V, expected) {
  .witness$check_coefficients(node, b, V, expected)
  frame <- parent.frame()
  m <- get0("m", frame, inherits = FALSE)
  if (inherits(m, "glm")) .witness$by_other_conventions(node, m, expected, frame)
}

# The errors of a likelihood by either information, and coefficients from papermake's as starting values where they differ.
.witness$by_other_conventions <- function(node, m, expected, frame) {
  plain <- function(x) sub("^\\\\(Intercept\\\\)$", "_cons", gsub("\`", "", x))
  b <- setNames(coef(m), plain(names(coef(m))))
  errors <- function(V) {
    s <- setNames(sqrt(diag(as.matrix(V))), plain(colnames(V)))
    for (term in intersect(rownames(expected), names(s)))
      .witness$other(paste(node, term, "standard error", sep = ": "), s[[term]], "observed or expected information")
  }
  errors(vcov(m))
  if (identical(family(m)$link, "probit")) errors(observed_probit(m))
  terms <- intersect(rownames(expected), names(b))
  if (length(terms) == 0 || all(abs(b[terms] - expected[terms, 1]) <= tolerance * abs(expected[terms, 1]))) return(invisible())
  start <- b
  start[terms] <- expected[terms, 1]
  again <- coef(eval(update(m, start = unname(start), evaluate = FALSE), frame))
  names(again) <- names(b)
  for (term in terms) .witness$other(paste(node, term, "coefficient", sep = ": "), again[[term]], "starting values")
}
`,np=e=>`.witness <- new.env()
.witness$data <- list()
invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$\`UTF-8\`) "" else "C.UTF-8"))
.witness$out <- file("${me}", open = "wb")
.witness$tell <- function(...) {
  words <- gsub("[\\t\\r\\n]", " ", enc2utf8(as.character(c(...))))
  writeLines(paste(words, collapse = "\\t"), .witness$out, useBytes = TRUE)
  flush(.witness$out)
}
.witness$number <- function(x) if (length(x) == 1 && is.numeric(x) && is.finite(x)) sprintf("%.17g", x) else "NA"
.witness$value <- function(cell, got, scale) .witness$tell("value", cell, .witness$number(got), .witness$number(scale))
.witness$other <- function(cell, got, convention) .witness$tell("other", cell, .witness$number(got), convention)
for (.witness_script in c(${e.map(t=>JSON.stringify(t)).join(", ")})) {
  .witness$tell("at", .witness_script)
  tryCatch({
    rm(list = ls(globalenv()), envir = globalenv())
    source(.witness_script, encoding = "UTF-8")
    .witness$tell("end")
  }, error = function(e) {
    if (inherits(e, "packageNotFoundError")) .witness$tell("package", e$package)
    message("Error in ", .witness_script, ": ", conditionMessage(e))
  })
}
close(.witness$out)
`});var cc,dc,rp,op,lc,mc,sp,ap,fc=y(()=>{"use strict";ur();cc=require("planning#m594");kt();dc=require("planning#m650"),rp="run.do",op="check.do",lc=(0,dc.engineProgram)("stata"),mc={...lc,scripts:en,floor:6,drive:(e,t)=>({files:[...e.map(n=>n.path===op?{...n,content:`${String(n.content)}${sp}`}:n),{path:rp,content:ap(t)}],args:lc.program.args}),number:cc.hexNumber},sp=`
* For papermake's witness: values are written down instead of being compared.
capture program drop check
program define check
    args cell got expected scale
    if "\`scale'" == "" local scale = \`expected'
    tempname value size
    capture scalar \`value' = \`got'
    if _rc != 0 scalar \`value' = .
    scalar \`size' = max(abs(\`expected'), abs(\`scale'))
    local told : display %21x scalar(\`value')
    local beside : display %21x scalar(\`size')
    file write witness "value" _tab \`"\`cell'"' _tab "\`told'" _tab "\`beside'" _n
end
capture program drop finish
program define finish
end
`,ap=e=>["set more off",`file open witness using "${me}", write text replace`,...e.flatMap(t=>[`file write witness "at" _tab \`"${t}"' _n`,`capture noisily do \`"${t}"'`,'if _rc == 0 file write witness "end" _n']),"file close witness",""].join(`
`)});var uc={};D(uc,{engineOf:()=>Vr,engines:()=>pc});var pc,Vr,Wr=y(()=>{"use strict";rc();ic();fc();pc=[ac,mc,nc],Vr=e=>pc.find(t=>t.name===e)});var yc={};D(yc,{ColumnDigests:()=>_t,subjectOf:()=>cn});function cn(e,t,n){let{node:r,kind:o,params:s,data:a,parts:i}=e,l=Tr(o);if(l===void 0||a===void 0){let p=t.missing(r,`results of \`${o}\` are not written as scripts yet`);return{node:r,data:void 0,block:p,values:[],fit:void 0,of:gc(e,[],"")}}let c=new Ir(t),d=new Set,m=l({id:r,params:s,data:a,reads:p=>{for(let h of p)d.add(h);a.reads(p)},result:p=>i[p],whole:()=>i},c),{values:f,fit:u}=c;return{node:r,data:a,block:m,values:f,fit:u,of:gc(e,f,n.of(a,[...d].sort()))}}function ip(e){let{spec:t,fit:n}=e,r=Ee(e),o=Ke(e).flatMap(({term:a,estimate:i,stdError:l})=>[{cell:`${r}${a}: coefficient`,ours:i,is:"coefficient",term:a},...typeof l=="number"?[{cell:`${r}${a}: standard error`,ours:l,is:"standard error",term:a}]:[]]),s=t.vcov.is==="cluster"&&n.nclusters!==null?[n.nclusters]:[];return[...o,{cell:`${r}N`,ours:n.nobs,is:"count"},...s.map(a=>({cell:`${r}clusters`,ours:a,is:"count"}))]}var rt,gc,_t,Ir,hc,zr=y(()=>{"use strict";rt=require("bundle#m73");le();ke();Lr();gc=({kind:e,params:t},n,r)=>(0,rt.sha256)((0,rt.canonicalJson)({kind:e,params:t,values:n.map(({cell:o,ours:s})=>[o,s]),data:r})),_t=class{#e=new Map;of(t,n){let r=this.#e.get(t)??new Map;return this.#e.set(t,r),(0,rt.canonicalJson)(n.map(o=>{let s=r.get(o)??(0,rt.sha256)(JSON.stringify(t.cells(o)));return r.set(o,s),[o,s]}))}},Ir=class{values=[];fit;#e;constructor(t){this.#e=t}model(t,n){let r=this.#e.model(t,n),o=(r.further??[]).map(({cell:s,value:a})=>({cell:s,ours:a,is:"statistic"}));return this.values=[...this.values,...ip(t),...o],t.part===void 0&&(this.fit=t.fit),r}describe(t){return this.values=hc(t),this.#e.describe(t)}vif(t){return this.values=hc(t),this.#e.vif(t)}worded(t){let n=this.#e.worded(t);return this.values=(n.further??[]).map(({cell:r,value:o})=>({cell:r,ours:o,is:"statistic"})),n}missing(t,n){return this.#e.missing(t,n)}raw=(t,n,r)=>this.#e.raw(t,n,r);scripts=(t,n)=>this.#e.scripts(t,n);data=(t,n)=>this.#e.data(t,n);nameOf=(t,n)=>this.#e.nameOf(t,n)};hc=({variables:e,parts:t})=>t.flatMap(n=>e.flatMap(r=>ae(r,n).map(({cell:o,value:s})=>({cell:o,ours:s,is:"statistic"}))))});var xc={};D(xc,{confirmedIn:()=>lp});async function lp(e){let{by:t}=e.params,n=Vr(t),{program:r,timeout:o}=e.how,s=n.scripts.open(),a=cp(e,s),i=r===null?mp(e,n,a):await dp(e,a,{engine:n,writer:s,program:r,timeout:o}),l=a.map(({node:c,of:d},m)=>({node:c,of:d,cells:Ar(i[m],n.floor)}));return{cells:i.flat(),evidence:l}}function cp(e,t){let n=new Map,r=s=>{let a=n.get(s)??new st(s,(0,bc.readFrame)(e.artifact((0,ot.dataInput)(s))));return n.set(s,a),a},o=new _t;return e.params.sources.map(({node:s,kind:a,params:i,data:l})=>{if(l===null)return cn({node:s,kind:a,params:i,parts:{}},t,o);let c=e.artifact((0,ot.resultInput)(s)),d=Object.fromEntries(c.parts.map(m=>[m,c.json(m)]));return cn({node:s,kind:a,params:i,parts:d,data:r(l)},t,o)})}async function dp(e,t,{engine:n,writer:r,program:o,timeout:s}){let{records:a,log:i}=await Dr(n,r,t,{program:o,timeout:s,signal:e.signal});return i!==""&&e.log(i),a}function mp(e,{name:t,program:{title:n}},r){let o=(0,ot.keptInput)(t),s=e.inputs.includes(o)?e.file(o).text():"[]",a=(0,wc.attempt)(()=>JSON.parse(s))??[],i=c=>a.find(d=>d.node===c),l=r.map(c=>qr(t,c,i(c.node),n));return l.flat().some(({verdict:c})=>c!=="no counterpart")&&e.note(`${n} is not here: what it found before holds where values and data are the same`),l}var wc,bc,ot,vc=y(()=>{"use strict";wc=require("bundle#m71");Z();bc=require("bundle#m414");Pr();Wr();zr();an();ot=require("planning#m825")});module.exports={get m337(){return Z(),P(Xr)},get m338(){return Kr(),P(Hr)},get m339(){return Si(),P($i)},get m340(){return yt(),P(Ks)},get m341(){return Ye(),P(ha)},get m342(){return _i(),P(ki)},get m343(){return Dn(),P(qs)},get m344(){return N(),P(Zr)},get m345(){return Ce(),P(Us)},get m616(){return Wi(),P(Vi)},get m617(){return Lr(),P(Vl)},get m648(){return Pr(),P(Ql)},get m649(){return Wr(),P(uc)},get m652(){return zr(),P(yc)},get m653(){return an(),P(Zl)},get m823(){return vc(),P(xc)}};
})
