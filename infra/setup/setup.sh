#!/usr/bin/env bash
# Makes an organisation ready for Rollcall: the app registration, its permissions with consent, and
# how it signs in. Prints what it would do, and does it only with --apply. What is there already is
# left as it is, so that running it twice is harmless.
#
# It needs the Azure CLI, signed in to the organisation (az login --allow-no-subscriptions) as a
# Privileged Role Administrator or Global Administrator, who alone may consent to application
# permissions.
set -euo pipefail

usage() {
  cat <<'TEXT'
setup.sh [options]

  --name NAME              name of the app registration (default: Rollcall)
  --keyless PRINCIPAL_ID   sign in as the function app's managed identity, with no key at all:
                           its object id, the output ROLLCALL_IDENTITY_PRINCIPAL_ID
  --certificate NAME       sign in with a certificate of this name in Key Vault; made if missing
  --vault VAULT            the vault of the certificate, the output ROLLCALL_KEY_VAULT_NAME
  --recipient-types        policies ask for shared mailboxes, rooms or equipment by type
  --group ADDRESS          limit writing to members of this group, by RBAC for Applications;
                           without it, the app may write contacts in every mailbox
  --mail ADDRESS           let the app send mail from this mailbox, and from no other, by RBAC for
                           Applications: the environment's notificationMailbox
  --apply                  do it; without this, only print what would be done

Exactly one of --keyless and --certificate is needed.
TEXT
}

name=Rollcall
identity=
certificate=
vault=
group=
mail=
apply=false
permissions=(User.Read.All GroupMember.Read.All OrgContact.Read.All)

fail() {
  echo "setup.sh: $1 Nothing was changed." >&2
  exit 2
}

value() {
  [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value."
  printf '%s' "$2"
}

while [ $# -gt 0 ]; do
  case "$1" in
    --name) name=$(value "$@"); shift 2 ;;
    --keyless) identity=$(value "$@"); shift 2 ;;
    --certificate) certificate=$(value "$@"); shift 2 ;;
    --vault) vault=$(value "$@"); shift 2 ;;
    --group) group=$(value "$@"); shift 2 ;;
    --mail) mail=$(value "$@"); shift 2 ;;
    --recipient-types) permissions+=(MailboxSettings.Read); shift ;;
    --apply) apply=true; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "'$1' is not an option." ;;
  esac
done

[ -n "$identity" ] || [ -n "$certificate" ] || fail "Say --keyless or --certificate."
[ -z "$identity" ] || [ -z "$certificate" ] || fail "Say only one of --keyless and --certificate."
[ -z "$certificate" ] || [ -n "$vault" ] || fail "--certificate needs --vault."
case "$name$group$mail" in *\'*) fail "A name with a quotation mark cannot be looked up." ;; esac
command -v az >/dev/null || fail "The Azure CLI (az) is not installed."

tenant=$(az account show --query tenantId --output tsv) || fail "Sign in first: az login."
cloud=$(az cloud show --query name --output tsv)
login=$(az cloud show --query endpoints.activeDirectory --output tsv)
graph=$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)
login=${login%/}
graph=${graph%/}
case "$cloud" in
  AzureUSGovernment) audience=api://AzureADTokenExchangeUSGov ;;
  AzureChinaCloud) audience=api://AzureADTokenExchangeChina ;;
  *) audience=api://AzureADTokenExchange ;;
esac
# Writing is granted over all mailboxes, or, with a group, by Exchange over some of them. Both
# together would add up to all.
[ -n "$group" ] || permissions+=(Contacts.ReadWrite)

todo=0
done_already() { echo "  there already: $1"; }

# step DESCRIPTION COMMAND...: says what is to be done; does it with --apply.
step() {
  local what=$1
  shift
  todo=$((todo + 1))
  if $apply; then
    echo "  doing: $what"
    "$@" >/dev/null
  else
    echo "  would: $what"
    printf '         %q' "$1"
    shift
    printf ' %q' "$@"
    echo
  fi
}

echo "Organisation $tenant in $cloud"

echo "App registration '$name'"
found=$(az ad app list --filter "displayName eq '$name'" --query '[].appId' --output tsv)
[ "$(printf '%s\n' "$found" | grep -c .)" -le 1 ] || fail "Several app registrations are called '$name'; say another --name."
if [ -n "$found" ]; then
  done_already "$found"
else
  step "create it" az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg
  $apply && found=$(az ad app list --filter "displayName eq '$name'" --query '[].appId' --output tsv)
fi
app=${found:-NEW_APP}

principal=
[ "$app" = NEW_APP ] || principal=$(az ad sp list --filter "appId eq '$app'" --query '[].id' --output tsv)
if [ -n "$principal" ]; then
  done_already "service principal $principal"
else
  step "create its service principal" az ad sp create --id "$app"
  $apply && principal=$(az ad sp list --filter "appId eq '$app'" --query '[].id' --output tsv)
fi
principal=${principal:-NEW_PRINCIPAL}

echo "Application permissions of Microsoft Graph, with consent"
resource=$(az ad sp list --filter "appId eq '00000003-0000-0000-c000-000000000000'" --query '[].id' --output tsv)
granted=
[ "$principal" = NEW_PRINCIPAL ] || granted=$(az rest --method get --url "$graph/v1.0/servicePrincipals/$principal/appRoleAssignments" --query 'value[].appRoleId' --output tsv)
for permission in "${permissions[@]}"; do
  role=$(az ad sp show --id "$resource" --query "appRoles[?value=='$permission'].id" --output tsv)
  [ -n "$role" ] || { echo "setup.sh: Graph knows no permission $permission here. What was done stays." >&2; exit 2; }
  if printf '%s\n' "$granted" | grep -qx "$role"; then
    done_already "$permission"
  else
    step "grant $permission" az rest --method post --url "$graph/v1.0/servicePrincipals/$resource/appRoleAssignedTo" \
      --headers Content-Type=application/json \
      --body "{\"principalId\":\"$principal\",\"resourceId\":\"$resource\",\"appRoleId\":\"$role\"}"
  fi
done
if [ -n "$group" ]; then
  all=$(az ad sp show --id "$resource" --query "appRoles[?value=='Contacts.ReadWrite'].id" --output tsv)
  if printf '%s\n' "$granted" | grep -qx "$all"; then
    echo "  ATTENTION: Contacts.ReadWrite is granted over all mailboxes. As long as it is, the limit"
    echo "  below has no effect: remove that consent in the Entra admin center."
  fi
fi

if [ -n "$mail" ]; then
  all=$(az ad sp show --id "$resource" --query "appRoles[?value=='Mail.Send'].id" --output tsv)
  if printf '%s\n' "$granted" | grep -qx "$all"; then
    echo "  ATTENTION: Mail.Send is granted over all mailboxes: the app could send in anybody's name."
    echo "  Remove that consent in the Entra admin center; the limit below has no effect until then."
  fi
fi

if [ -n "$identity" ]; then
  echo "Signing in as the managed identity $identity"
  subjects=
  [ "$app" = NEW_APP ] || subjects=$(az ad app federated-credential list --id "$app" --query '[].subject' --output tsv)
  if printf '%s\n' "$subjects" | grep -qx "$identity"; then
    done_already "federated credential"
  else
    step "trust the identity" az ad app federated-credential create --id "$app" \
      --parameters "{\"name\":\"rollcall-function-app\",\"issuer\":\"$login/$tenant/v2.0\",\"subject\":\"$identity\",\"audiences\":[\"$audience\"]}"
  fi
  echo "  environment document: \"credential\": { \"managedIdentity\": true }"
else
  echo "Signing in with the certificate '$certificate' of the vault '$vault'"
  thumbprint=$(az keyvault certificate list --vault-name "$vault" --query "[?name=='$certificate'].x509ThumbprintHex" --output tsv)
  if [ -n "$thumbprint" ]; then
    done_already "certificate $thumbprint"
  else
    # The app reads the certificate with its key: it must be exportable. Key Vault renews it.
    step "create it, self-signed, for a year" az keyvault certificate create --vault-name "$vault" --name "$certificate" \
      --policy "{\"issuerParameters\":{\"name\":\"Self\"},\"keyProperties\":{\"exportable\":true,\"keySize\":4096,\"keyType\":\"RSA\",\"reuseKey\":false},\"secretProperties\":{\"contentType\":\"application/x-pkcs12\"},\"x509CertificateProperties\":{\"subject\":\"CN=$certificate\",\"validityInMonths\":12,\"keyUsage\":[\"digitalSignature\"]}}"
    $apply && thumbprint=$(az keyvault certificate list --vault-name "$vault" --query "[?name=='$certificate'].x509ThumbprintHex" --output tsv)
  fi
  registered=
  [ "$app" = NEW_APP ] || registered=$(az ad app credential list --id "$app" --cert --query '[].customKeyIdentifier' --output tsv)
  # Listed in hex or in base64, by the version of the CLI.
  base64=$(printf '%b' "$(printf '%s' "$thumbprint" | sed 's/../\\x&/g')" | base64)
  if [ -n "$thumbprint" ] && printf '%s\n' "$registered" | grep -qixF -e "$thumbprint" -e "$base64"; then
    done_already "registered with the app"
  else
    step "register its public part with the app" az ad app credential reset --id "$app" --append --keyvault "$vault" --cert "$certificate"
  fi
  echo "  environment document: \"credential\": { \"certificate\": \"$certificate\" }"
fi

if [ -n "$group$mail" ]; then
  echo "Limits, in Exchange Online PowerShell (setup.ps1 does this itself):"
  cat <<TEXT
  Connect-ExchangeOnline
  New-ServicePrincipal -AppId $app -ObjectId $principal -DisplayName '$name'
TEXT
fi
if [ -n "$group" ]; then
  cat <<TEXT
  \$group = (Get-Group '$group').DistinguishedName
  New-ManagementScope -Name 'Rollcall mailboxes' -RecipientRestrictionFilter "MemberOfGroup -eq '\$group'"
  New-ManagementRoleAssignment -App $principal -Role 'Application Contacts.ReadWrite' -CustomResourceScope 'Rollcall mailboxes'
TEXT
fi
if [ -n "$mail" ]; then
  cat <<TEXT
  New-ManagementScope -Name 'Rollcall notifications' -RecipientRestrictionFilter "PrimarySmtpAddress -eq '$mail'"
  New-ManagementRoleAssignment -App $principal -Role 'Application Mail.Send' -CustomResourceScope 'Rollcall notifications'
TEXT
fi

echo
if [ "$todo" -eq 0 ]; then
  echo "Nothing to do. Client id: $app"
elif $apply; then
  echo "Done: $todo steps. Client id: $app"
else
  echo "$todo steps. Nothing was changed; run it again with --apply."
fi
