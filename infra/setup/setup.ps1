#Requires -Version 7.2
<#
.SYNOPSIS
Makes an organisation ready for Rollcall: the app registration, its permissions with consent, how it
signs in, and which mailboxes it may write.

.DESCRIPTION
Prints what it would do, and does it only with -Apply. What is there already is left as it is, so that
running it twice is harmless. It needs the Azure CLI, signed in to the organisation
(az login --allow-no-subscriptions) as a Privileged Role Administrator or Global Administrator; with
-Group or -Mail also the module ExchangeOnlineManagement and an Exchange administrator.

.PARAMETER Name
Name of the app registration.
.PARAMETER Keyless
Object id of the function app's managed identity (output ROLLCALL_IDENTITY_PRINCIPAL_ID): sign in with
no key at all.
.PARAMETER Certificate
Name of a certificate in Key Vault to sign in with; made if missing.
.PARAMETER Vault
The vault of the certificate (output ROLLCALL_KEY_VAULT_NAME).
.PARAMETER RecipientTypes
Policies ask for shared mailboxes, rooms or equipment by type.
.PARAMETER Group
Limit writing to members of this group, by RBAC for Applications. Without it, the app may write
contacts in every mailbox.
.PARAMETER Mail
Let the app send mail from this mailbox, and from no other, by RBAC for Applications: the environment's
notificationMailbox.
.PARAMETER Apply
Do it; without this, only print what would be done.
#>
[CmdletBinding()]
param(
    [string]$Name = 'Rollcall',
    [Parameter(Mandatory, ParameterSetName = 'Keyless')][string]$Keyless,
    [Parameter(Mandatory, ParameterSetName = 'Certificate')][string]$Certificate,
    [Parameter(Mandatory, ParameterSetName = 'Certificate')][string]$Vault,
    [switch]$RecipientTypes,
    [string]$Group,
    [string]$Mail,
    [switch]$Apply
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandArgumentPassing = 'Standard'

function Stop-Setup([string]$Why) {
    throw "setup.ps1: $Why Nothing was changed."
}

if (-not (Get-Command az -ErrorAction SilentlyContinue)) { Stop-Setup 'The Azure CLI (az) is not installed.' }
if ("$Name$Group$Mail".Contains("'")) { Stop-Setup 'A name with a quotation mark cannot be looked up.' }

# Reads; answers the lines.
function Read-Az {
    $answer = & az @args --output tsv
    if ($LASTEXITCODE -ne 0) { throw "az $($args -join ' ') failed." }
    @($answer | Where-Object { $_ })
}

$script:Todo = 0
function Write-Present([string]$What) { Write-Output "  there already: $What" }

# Says what is to be done; does it with -Apply.
function Invoke-Step([string]$What, [scriptblock]$Do) {
    $script:Todo++
    if ($Apply) {
        Write-Output "  doing: $What"
        & $Do | Out-Null
    } else {
        Write-Output "  would: $What"
        Write-Output "         $($Do.ToString().Trim())"
    }
}

function Invoke-Az {
    & az @args --only-show-errors
    if ($LASTEXITCODE -ne 0) { throw "az $($args -join ' ') failed." }
}

$tenant = Read-Az account show --query tenantId
$cloud = Read-Az cloud show --query name
$login = (Read-Az cloud show --query endpoints.activeDirectory)[0].TrimEnd('/')
$graph = (Read-Az cloud show --query endpoints.microsoftGraphResourceId)[0].TrimEnd('/')
$audience = switch ($cloud) {
    'AzureUSGovernment' { 'api://AzureADTokenExchangeUSGov' }
    'AzureChinaCloud' { 'api://AzureADTokenExchangeChina' }
    default { 'api://AzureADTokenExchange' }
}
$permissions = @('User.Read.All', 'GroupMember.Read.All', 'OrgContact.Read.All')
if ($RecipientTypes) { $permissions += 'MailboxSettings.Read' }
# Writing is granted over all mailboxes, or, with a group, by Exchange over some of them. Both together
# would add up to all.
if (-not $Group) { $permissions += 'Contacts.ReadWrite' }

Write-Output "Organisation $tenant in $cloud"

Write-Output "App registration '$Name'"
$found = @(Read-Az ad app list --filter "displayName eq '$Name'" --query '[].appId')
if ($found.Count -gt 1) { Stop-Setup "Several app registrations are called '$Name'; say another -Name." }
if ($found.Count -eq 1) {
    Write-Present $found[0]
} else {
    Invoke-Step 'create it' { Invoke-Az ad app create --display-name $Name --sign-in-audience AzureADMyOrg }
    if ($Apply) { $found = @(Read-Az ad app list --filter "displayName eq '$Name'" --query '[].appId') }
}
$app = if ($found.Count -eq 1) { $found[0] } else { 'NEW_APP' }

$principals = @()
if ($app -ne 'NEW_APP') { $principals = @(Read-Az ad sp list --filter "appId eq '$app'" --query '[].id') }
if ($principals.Count -eq 1) {
    Write-Present "service principal $($principals[0])"
} else {
    Invoke-Step 'create its service principal' { Invoke-Az ad sp create --id $app }
    if ($Apply) { $principals = @(Read-Az ad sp list --filter "appId eq '$app'" --query '[].id') }
}
$principal = if ($principals.Count -eq 1) { $principals[0] } else { 'NEW_PRINCIPAL' }

Write-Output 'Application permissions of Microsoft Graph, with consent'
$resource = (Read-Az ad sp list --filter "appId eq '00000003-0000-0000-c000-000000000000'" --query '[].id')[0]
$granted = @()
if ($principal -ne 'NEW_PRINCIPAL') {
    $granted = @(Read-Az rest --method get --url "$graph/v1.0/servicePrincipals/$principal/appRoleAssignments" --query 'value[].appRoleId')
}
foreach ($permission in $permissions) {
    $role = @(Read-Az ad sp show --id $resource --query "appRoles[?value=='$permission'].id")
    if ($role.Count -ne 1) { throw "Graph knows no permission $permission here. What was done stays." }
    if ($granted -contains $role[0]) {
        Write-Present $permission
    } else {
        $body = @{ principalId = $principal; resourceId = $resource; appRoleId = $role[0] } | ConvertTo-Json -Compress
        Invoke-Step "grant $permission" { Invoke-Az rest --method post --url "$graph/v1.0/servicePrincipals/$resource/appRoleAssignedTo" --headers Content-Type=application/json --body $body }
    }
}
if ($Group) {
    $all = @(Read-Az ad sp show --id $resource --query "appRoles[?value=='Contacts.ReadWrite'].id")
    if ($granted -contains $all[0]) {
        Write-Output '  ATTENTION: Contacts.ReadWrite is granted over all mailboxes. As long as it is, the limit'
        Write-Output '  below has no effect: remove that consent in the Entra admin center.'
    }
}

if ($Mail) {
    $all = @(Read-Az ad sp show --id $resource --query "appRoles[?value=='Mail.Send'].id")
    if ($granted -contains $all[0]) {
        Write-Output "  ATTENTION: Mail.Send is granted over all mailboxes: the app could send in anybody's name."
        Write-Output '  Remove that consent in the Entra admin center; the limit below has no effect until then.'
    }
}

if ($Keyless) {
    Write-Output "Signing in as the managed identity $Keyless"
    $subjects = @()
    if ($app -ne 'NEW_APP') { $subjects = @(Read-Az ad app federated-credential list --id $app --query '[].subject') }
    if ($subjects -contains $Keyless) {
        Write-Present 'federated credential'
    } else {
        $federation = @{ name = 'rollcall-function-app'; issuer = "$login/$tenant/v2.0"; subject = $Keyless; audiences = @($audience) } | ConvertTo-Json -Compress
        Invoke-Step 'trust the identity' { Invoke-Az ad app federated-credential create --id $app --parameters $federation }
    }
    Write-Output '  environment document: "credential": { "managedIdentity": true }'
} else {
    Write-Output "Signing in with the certificate '$Certificate' of the vault '$Vault'"
    $thumbprint = @(Read-Az keyvault certificate list --vault-name $Vault --query "[?name=='$Certificate'].x509ThumbprintHex")
    if ($thumbprint.Count -eq 1) {
        Write-Present "certificate $($thumbprint[0])"
    } else {
        # The app reads the certificate with its key: it must be exportable.
        $policy = @{
            issuerParameters          = @{ name = 'Self' }
            keyProperties             = @{ exportable = $true; keySize = 4096; keyType = 'RSA'; reuseKey = $false }
            secretProperties          = @{ contentType = 'application/x-pkcs12' }
            x509CertificateProperties = @{ subject = "CN=$Certificate"; validityInMonths = 12; keyUsage = @('digitalSignature') }
        } | ConvertTo-Json -Compress -Depth 4
        Invoke-Step 'create it, self-signed, for a year' { Invoke-Az keyvault certificate create --vault-name $Vault --name $Certificate --policy $policy }
        if ($Apply) { $thumbprint = @(Read-Az keyvault certificate list --vault-name $Vault --query "[?name=='$Certificate'].x509ThumbprintHex") }
    }
    $registered = @()
    if ($app -ne 'NEW_APP') { $registered = @(Read-Az ad app credential list --id $app --cert --query '[].customKeyIdentifier') }
    # Listed in hex or in base64, by the version of the CLI.
    $known = $thumbprint.Count -eq 1 -and
        ($registered -contains $thumbprint[0] -or
        $registered -contains [Convert]::ToBase64String([Convert]::FromHexString($thumbprint[0])))
    if ($known) {
        Write-Present 'registered with the app'
    } else {
        Invoke-Step 'register its public part with the app' { Invoke-Az ad app credential reset --id $app --append --keyvault $Vault --cert $Certificate }
    }
    Write-Output "  environment document: `"credential`": { `"certificate`": `"$Certificate`" }"
}

$limits = @()
if ($Group) { $limits += @{ Of = $Group; Scope = 'Rollcall mailboxes'; Role = 'Application Contacts.ReadWrite' } }
if ($Mail) { $limits += @{ Of = $Mail; Scope = 'Rollcall notifications'; Role = 'Application Mail.Send' } }
if ($limits) {
    Write-Output 'Limits in Exchange Online'
    if (-not $Apply) {
        Write-Output '  would: look in Exchange Online, and create there what is missing: the service principal,'
        foreach ($limit in $limits) {
            Write-Output "         scope '$($limit.Scope)' of $($limit.Of) with role '$($limit.Role)'"
        }
        $script:Todo++
    } else {
        Import-Module ExchangeOnlineManagement
        Connect-ExchangeOnline -ShowBanner:$false
        if (-not (Get-ServicePrincipal -Identity $principal -ErrorAction SilentlyContinue)) {
            Invoke-Step 'create the service principal in Exchange' { New-ServicePrincipal -AppId $app -ObjectId $principal -DisplayName $Name }
        }
        foreach ($limit in $limits) {
            $scope = $limit.Scope
            $role = $limit.Role
            if (-not (Get-ManagementScope -Identity $scope -ErrorAction SilentlyContinue)) {
                $filter = if ($role -eq 'Application Contacts.ReadWrite') {
                    "MemberOfGroup -eq '$((Get-Group $Group).DistinguishedName)'"
                } else {
                    "PrimarySmtpAddress -eq '$Mail'"
                }
                Invoke-Step "create the scope '$scope'" { New-ManagementScope -Name $scope -RecipientRestrictionFilter $filter }
            }
            $assigned = Get-ManagementRoleAssignment -App $principal -ErrorAction SilentlyContinue |
                Where-Object { $_.Role -eq $role -and $_.CustomResourceScope -eq $scope }
            if (-not $assigned) {
                Invoke-Step "assign the role '$role'" { New-ManagementRoleAssignment -App $principal -Role $role -CustomResourceScope $scope }
            }
        }
    }
}

Write-Output ''
if ($script:Todo -eq 0) {
    Write-Output "Nothing to do. Client id: $app"
} elseif ($Apply) {
    Write-Output "Done: $($script:Todo) steps. Client id: $app"
} else {
    Write-Output "$($script:Todo) steps. Nothing was changed; run it again with -Apply."
}
